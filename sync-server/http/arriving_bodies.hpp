#pragma once
// Bodies of all connections, on their way in and then until they are answered: what they hold together stays under a
// limit, whoever stalls. When more arrives, the one to which nothing came for longest is given up, so that those who
// send are served. Whole bodies that wait for an answer have a limit of their own, of the same size: a burst of them
// must not cost a phone on a thin line its upload. Any thread.

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>

namespace ronda::http {

class ArrivingBodies {
  struct Body {
    std::size_t bytes = 0;
    std::chrono::steady_clock::time_point moved;
    std::function<void()> give_up;
    bool is_given_up = false;
    bool is_whole = false;
  };

 public:
  /// `most`: bytes of the bodies that arrive, and again of those that are whole; at least the largest single body.
  explicit ArrivingBodies(std::size_t most) : most_(most) {}

  /// One body, as long as this lives.
  class Place {
   public:
    /// `give_up` is called at most once, from any thread, and must not block.
    Place(ArrivingBodies& all, std::function<void()> give_up);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    /// So much of it is here now. May give up another body, or this one when it is alone.
    void holds(std::size_t bytes);
    bool is_given_up() const;
    /// All of it is here: it is not given up any more. False when those that wait for an answer leave no room for it.
    bool is_let_through();

   private:
    ArrivingBodies& all_;
    std::list<Body>::iterator body_;
  };

 private:
  void make_room();

  const std::size_t most_;
  mutable std::mutex mutex_;  // guards what follows
  std::size_t held_ = 0;      // of bodies that arrive and are not given up
  std::size_t whole_ = 0;     // of bodies that are here and not answered
  std::list<Body> bodies_;
};

}  // namespace ronda::http
