#include "sync-server/http/arriving_bodies.hpp"

namespace ronda::http {

using Now = std::chrono::steady_clock;

ArrivingBodies::Place::Place(ArrivingBodies& all, std::function<void()> give_up) : all_(all) {
  const std::lock_guard lock(all_.mutex_);
  body_ = all_.bodies_.insert(all_.bodies_.end(), Body{0, Now::now(), std::move(give_up)});
}

ArrivingBodies::Place::~Place() {
  const std::lock_guard lock(all_.mutex_);
  if (!body_->is_given_up) (body_->is_whole ? all_.whole_ : all_.held_) -= body_->bytes;
  all_.bodies_.erase(body_);
}

void ArrivingBodies::Place::holds(std::size_t bytes) {
  const std::lock_guard lock(all_.mutex_);
  if (body_->is_given_up) return;
  all_.held_ += bytes - body_->bytes;
  body_->bytes = bytes;
  body_->moved = Now::now();
  all_.make_room();
}

bool ArrivingBodies::Place::is_given_up() const {
  const std::lock_guard lock(all_.mutex_);
  return body_->is_given_up;
}

bool ArrivingBodies::Place::is_let_through() {
  const std::lock_guard lock(all_.mutex_);
  if (all_.whole_ + body_->bytes > all_.most_) return false;
  if (!body_->is_given_up) all_.held_ -= body_->bytes;  // the last piece came before it was told
  all_.whole_ += body_->bytes;
  body_->is_whole = true;
  body_->is_given_up = false;
  return true;
}

void ArrivingBodies::make_room() {
  while (held_ > most_) {
    Body* stalled = nullptr;
    for (auto& body : bodies_) {
      if (body.is_given_up || body.is_whole || body.bytes == 0) continue;
      if (stalled == nullptr || body.moved < stalled->moved) stalled = &body;
    }
    if (stalled == nullptr) return;
    stalled->is_given_up = true;
    held_ -= stalled->bytes;
    stalled->give_up();
  }
}

}  // namespace ronda::http
