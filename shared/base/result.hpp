#pragma once
// Result<T>: a value or an Error. Member names follow std::expected so that a later toolchain can replace it.

#include <optional>
#include <utility>
#include <variant>

#include "shared/base/error.hpp"

namespace ronda {

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    RONDA_ASSERT(has_value());
    return std::get<0>(state_);
  }
  const T& value() const& {
    RONDA_ASSERT(has_value());
    return std::get<0>(state_);
  }
  T&& value() && {
    RONDA_ASSERT(has_value());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() & {
    RONDA_ASSERT(!has_value());
    return std::get<1>(state_);
  }
  const Error& error() const& {
    RONDA_ASSERT(!has_value());
    return std::get<1>(state_);
  }
  Error&& error() && {
    RONDA_ASSERT(!has_value());
    return std::get<1>(std::move(state_));
  }

  T value_or(T other) const& { return has_value() ? value() : std::move(other); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  void value() const { RONDA_ASSERT(has_value()); }

  Error& error() & {
    RONDA_ASSERT(!has_value());
    return *error_;
  }
  const Error& error() const& {
    RONDA_ASSERT(!has_value());
    return *error_;
  }
  Error&& error() && {
    RONDA_ASSERT(!has_value());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace ronda
