#pragma once
// A vector indexed by int, so that the search code stays free of casts.

#include <cstddef>
#include <utility>
#include <vector>

namespace ronda::scheduling::periodic {

/// Elements 0 … size()-1; an index outside is a programming error and is not checked.
template <typename T>
class List {
 public:
  List() = default;
  explicit List(int size, const T& value = T{}) : items_(static_cast<std::size_t>(size), value) {}

  T& operator[](int k) { return items_[static_cast<std::size_t>(k)]; }
  const T& operator[](int k) const { return items_[static_cast<std::size_t>(k)]; }
  int size() const { return static_cast<int>(items_.size()); }
  bool empty() const { return items_.empty(); }
  T& back() { return items_.back(); }
  const T& back() const { return items_.back(); }
  void push(T item) { items_.push_back(std::move(item)); }
  void clear() { items_.clear(); }
  void fill(int size, const T& value) { items_.assign(static_cast<std::size_t>(size), value); }

  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  const T* data() const { return items_.data(); }
  std::vector<T>& vector() { return items_; }

  bool operator==(const List& other) const { return items_ == other.items_; }

 private:
  std::vector<T> items_;
};

}  // namespace ronda::scheduling::periodic
