// Moves inside one day.

#include <algorithm>

#include "shared/scheduling/periodic/local_search.hpp"

namespace ronda::scheduling::periodic {
namespace {

constexpr double kLess = -1e-7;  // a gain that is not rounding
constexpr int kNeighbours = 20;  // visits of the day tried around each visit

}  // namespace

inline void LocalSearch::look(End& end, int node) const {
  const Node& here = nodes_[node];
  end.node = node;
  end.customer = here.customer;
  end.route = here.route;
  end.before = here.previous;
  end.after = here.next;
  end.beyond = nodes_[here.next].next;
  end.c_before = nodes_[end.before].customer;
  end.c_after = nodes_[end.after].customer;
  end.c_beyond = nodes_[end.beyond].customer;
}

void LocalSearch::improve_days() {
  order_.clear();
  for (int d = 0; d < model_.days; ++d)
    for (int c = 1; c <= model_.customers; ++c)
      if (nodes_[visit(d, c)].route >= 0) order_.push(visit(d, c));
  random_.shuffle(order_.vector());
  bool better = true;
  for (int round = 0; better; ++round) {
    better = false;
    for (const int node : order_) better = improve_visit(node, round == 0) || better;
    if (round == 0) better = true;  // empty vehicles are tried from the second round on
  }
}

bool LocalSearch::improve_visit(int node, bool first_round) {
  const std::int64_t tested = tested_[node];
  const int day = routes_[nodes_[node].route].day;
  if (day_changed_[day] <= tested) return false;
  tested_[node] = clock_;
  bool any = false;
  look(u_, node);
  int seen = 0;
  for (const int c : model_.near[nodes_[node].customer]) {
    const int other = visit(day, c);
    if (nodes_[other].route < 0) continue;
    if (++seen > kNeighbours) break;
    if (std::max(routes_[nodes_[node].route].changed, routes_[nodes_[other].route].changed) <= tested) continue;
    bool moved = try_pair(other);
    if (!moved && is_depot(nodes_[other].previous)) moved = try_pair(nodes_[other].previous);
    if (moved) {
      any = true;
      look(u_, node);
    }
  }
  if (!first_round) {
    const int empty = empty_route(day);
    if (empty >= 0 && std::max(routes_[nodes_[node].route].changed, routes_[empty].changed) > tested)
      any = try_pair(routes_[empty].depot) || any;
  }
  return any;
}

/// Every move that brings the visit of `u_` next to `v`.
bool LocalSearch::try_pair(int v) {
  const int u = u_.node;
  look(v_, v);
  if (relocate(1, false) || relocate(2, false) || relocate(2, true)) return true;
  if (!is_depot(v)) {
    if (u < v && swap_ends(1, 1)) return true;
    if (swap_ends(2, 1)) return true;
    if (u < v && swap_ends(2, 2)) return true;
  }
  if (u_.route == v_.route) return !is_depot(v) && two_opt();
  return two_opt_star(true) || two_opt_star(false);
}

bool LocalSearch::relocate(int moved, bool turned) {
  if (u_.node == v_.after || (moved == 2 && (u_.after == v_.node || is_depot(u_.after)))) return false;
  if (u_.node == v_.node) return false;
  const int last = moved == 2 ? u_.c_after : u_.customer;
  const int follows = moved == 2 ? u_.c_beyond : u_.c_after;
  const double inner = moved == 2 ? leg(u_.customer, u_.c_after) : 0;
  const double leave = leg(u_.c_before, follows) - leg(u_.c_before, u_.customer) - inner - leg(last, follows);
  const int head = turned ? last : u_.customer, tail = turned ? u_.customer : last;
  const double enter = leg(v_.customer, head) + inner + leg(tail, v_.c_after) - leg(v_.customer, v_.c_after);
  double delta = leave + enter;
  Route& from = routes_[u_.route];
  Route& to = routes_[v_.route];
  if (from.day != to.day) return false;
  if (u_.route != v_.route) {
    if (delta >= from.penalty + to.penalty) return false;
    double load = model_.demand[u_.customer], service = model_.service[u_.customer];
    if (moved == 2) {
      load += model_.demand[u_.c_after];
      service += model_.service[u_.c_after];
    }
    delta += penalty(from, from.load - load, from.time + leave - service) - from.penalty +
             penalty(to, to.load + load, to.time + enter + service) - to.penalty;
  } else {
    if (delta >= from.penalty) return false;
    delta += penalty(from, from.load, from.time + delta) - from.penalty;
  }
  if (delta > kLess) return false;
  const int u = u_.node, x = u_.after, v = v_.node, source = u_.route, target = v_.route;
  if (moved == 1) {
    move_after(u, v);
  } else if (turned) {
    move_after(x, v);
    move_after(u, x);
  } else {
    move_after(u, v);
    move_after(x, u);
  }
  refresh(source);
  if (target != source) refresh(target);
  return true;
}

bool LocalSearch::swap_ends(int from_u, int from_v) {
  if (u_.node == v_.before || u_.node == v_.after) return false;
  if (from_u == 2 && (is_depot(u_.after) || u_.after == v_.before || u_.after == v_.node)) return false;
  if (from_v == 2 && (is_depot(v_.after) || v_.after == u_.before || v_.after == u_.node)) return false;
  const int u_last = from_u == 2 ? u_.c_after : u_.customer, u_next = from_u == 2 ? u_.c_beyond : u_.c_after;
  const int v_last = from_v == 2 ? v_.c_after : v_.customer, v_next = from_v == 2 ? v_.c_beyond : v_.c_after;
  const double u_inner = from_u == 2 ? leg(u_.customer, u_.c_after) : 0;
  const double v_inner = from_v == 2 ? leg(v_.customer, v_.c_after) : 0;
  const double at_u = leg(u_.c_before, v_.customer) + v_inner + leg(v_last, u_next) - leg(u_.c_before, u_.customer) -
                      u_inner - leg(u_last, u_next);
  const double at_v = leg(v_.c_before, u_.customer) + u_inner + leg(u_last, v_next) - leg(v_.c_before, v_.customer) -
                      v_inner - leg(v_last, v_next);
  double delta = at_u + at_v;
  Route& a = routes_[u_.route];
  Route& b = routes_[v_.route];
  if (u_.route != v_.route) {
    if (delta >= a.penalty + b.penalty) return false;
    double load = model_.demand[u_.customer] - model_.demand[v_.customer];
    double service = model_.service[u_.customer] - model_.service[v_.customer];
    if (from_u == 2) {
      load += model_.demand[u_.c_after];
      service += model_.service[u_.c_after];
    }
    if (from_v == 2) {
      load -= model_.demand[v_.c_after];
      service -= model_.service[v_.c_after];
    }
    delta += penalty(a, a.load - load, a.time + at_u - service) - a.penalty +
             penalty(b, b.load + load, b.time + at_v + service) - b.penalty;
  } else {
    if (delta >= a.penalty) return false;
    delta += penalty(a, a.load, a.time + delta) - a.penalty;
  }
  if (delta > kLess) return false;
  const int u = u_.node, x = u_.after, v = v_.node, y = v_.after;
  const int u_before = u_.before, v_before = v_.before, source = u_.route, target = v_.route;
  move_after(u, v_before);
  if (from_u == 2) move_after(x, u);
  move_after(v, u_before);
  if (from_v == 2) move_after(y, v);
  refresh(source);
  if (target != source) refresh(target);
  return true;
}

bool LocalSearch::two_opt() {
  if (nodes_[u_.node].position > nodes_[v_.node].position || u_.after == v_.node) return false;
  Route& route = routes_[u_.route];
  double delta = leg(u_.customer, v_.customer) + leg(u_.c_after, v_.c_after) - leg(u_.customer, u_.c_after) -
                 leg(v_.customer, v_.c_after);
  if (delta >= route.penalty) return false;
  delta += penalty(route, route.load, route.time + delta) - route.penalty;
  if (delta > kLess) return false;
  const int end = v_.after;
  int node = u_.after, behind = end;
  while (node != end) {
    Node& here = nodes_[node];
    const int following = here.next;
    here.next = behind;
    here.previous = following;
    behind = node;
    node = following;
  }
  nodes_[u_.after].next = end;
  nodes_[end].previous = u_.after;
  nodes_[v_.node].previous = u_.node;
  nodes_[u_.node].next = v_.node;
  refresh(u_.route);
  return true;
}

bool LocalSearch::two_opt_star(bool turned) {
  Route& a = routes_[u_.route];
  Route& b = routes_[v_.route];
  const Node& u = nodes_[u_.node];
  const Node& v = nodes_[v_.node];
  const double cut = leg(u_.customer, u_.c_after) + leg(v_.customer, v_.c_after);
  // turned: u joins v and the two remainders join; else: u goes on where v went on, and the other way round
  const double first = turned ? leg(u_.customer, v_.customer) : leg(u_.customer, v_.c_after);
  const double second = turned ? leg(u_.c_after, v_.c_after) : leg(v_.customer, u_.c_after);
  double delta = first + second - cut;
  if (delta >= a.penalty + b.penalty) return false;
  const double u_rest_load = a.load - u.load_to, v_rest_load = b.load - v.load_to;
  const double u_rest_time = a.time - u.time_to - leg(u_.customer, u_.c_after);
  const double v_rest_time = b.time - v.time_to - leg(v_.customer, v_.c_after);
  if (turned)
    delta += penalty(a, u.load_to + v.load_to, u.time_to + v.time_to + first) +
             penalty(b, u_rest_load + v_rest_load, u_rest_time + v_rest_time + second);
  else
    delta += penalty(a, u.load_to + v_rest_load, u.time_to + v_rest_time + first) +
             penalty(b, v.load_to + u_rest_load, v.time_to + u_rest_time + second);
  delta -= a.penalty + b.penalty;
  if (delta > kLess) return false;

  List<int> u_head, u_tail, v_head, v_tail;
  for (int node = nodes_[a.depot].next, tail = is_depot(u_.node) ? 1 : 0; node != a.depot; node = nodes_[node].next) {
    (tail != 0 ? u_tail : u_head).push(node);
    if (node == u_.node) tail = 1;
  }
  for (int node = nodes_[b.depot].next, tail = is_depot(v_.node) ? 1 : 0; node != b.depot; node = nodes_[node].next) {
    (tail != 0 ? v_tail : v_head).push(node);
    if (node == v_.node) tail = 1;
  }
  if (turned) {
    std::reverse(v_head.begin(), v_head.end());
    std::reverse(u_tail.begin(), u_tail.end());
    std::swap(u_tail, v_head);  // a: u_head + turned v_head; b: turned u_tail + v_tail
  } else {
    std::swap(u_tail, v_tail);
  }
  for (const int node : u_tail) u_head.push(node);
  for (const int node : v_tail) v_head.push(node);
  const int r = u_.route, s = v_.route;
  rewrite(r, u_head);
  rewrite(s, v_head);
  return true;
}

void LocalSearch::move_after(int node, int after) {
  if (nodes_[node].previous == after) return;
  unlink(node);
  link(node, after);
}

void LocalSearch::rewrite(int r, const List<int>& visits) {
  int at = routes_[r].depot;
  for (const int node : visits) {
    nodes_[at].next = node;
    nodes_[node].previous = at;
    at = node;
  }
  nodes_[at].next = routes_[r].depot;
  nodes_[routes_[r].depot].previous = at;
  refresh(r);
}

}  // namespace ronda::scheduling::periodic
