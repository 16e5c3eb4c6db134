#include "sync-server/api/change_json.hpp"

#include <algorithm>
#include <map>

#include "shared/scheduling/predictability.hpp"
#include "sync-server/service/plan_words.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

namespace {

using wire::JsonWriter;

BoardWords words_of(const PlanBoard& board) {
  return {board.month, board.teams, [](int) { return std::string(); }};
}

void write_bent(JsonWriter& out, const PlanBoard& board, const scheduling::Bent& bent) {
  out.begin_object().member("rule", scheduling::word(bent.rule)).member("hard", scheduling::hard_rule(bent.rule));
  out.member("new", !bent.before).member("may_bend", may_bend(bent)).key("text");
  write_text(out, bent_sentence(bent, words_of(board)));
  out.end_object();
}

// What stands in the way first: what nobody may bend, then the rest in the planner's order.
const scheduling::Bent* decisive(const scheduling::Change& change) {
  const scheduling::Bent* first = nullptr;
  for (const auto& bent : change.bent) {
    if (bent.before) continue;
    if (!may_bend(bent)) return &bent;
    if (first == nullptr) first = &bent;
  }
  return first;
}

void write_guessing(JsonWriter& out, const scheduling::Guessing& guessing) {
  out.member("visits", guessing.visits).key("best_gap_guess").real(guessing.best_gap_guess, 3);
  out.key("gap_entropy_bits").real(guessing.gap_entropy_bits, 2);
  out.key("weekday_entropy_month").real(guessing.weekday_entropy_month, 3);
  out.key("weekday_entropy_quarter").real(guessing.weekday_entropy_quarter, 3);
  out.key("cell_share").real(guessing.cell_share, 3).key("team_share").real(guessing.team_share, 3);
  out.key("learner_lift").real(guessing.learner_lift(), 2);
}

}  // namespace

void write_text(JsonWriter& out, const domain::Text& text) {
  out.begin_object().member("id", text.id).member("en", text.en).end_object();
}

void write_minutes(JsonWriter& out, std::string_view name, std::int64_t seconds) {
  out.key(name).real(static_cast<double>(seconds) / 60.0, 1);
}

void write_tried(JsonWriter& out, const PlanBoard& board, const Tried& tried) {
  const auto& change = tried.change;
  out.member("possible", change.possible).member("legal", change.legal).member("may_bend", tried.may_bend);
  write_minutes(out, "cost_min", change.cost.total());
  out.member("unplanned", change.unplanned).member("position", change.position);
  out.key("terms").begin_array();
  for (const auto& [rule, seconds] : terms_of(change.cost)) {
    out.begin_object().member("rule", rule).key("name");
    write_text(out, term_name(rule));
    write_minutes(out, "min", seconds);
    out.end_object();
  }
  out.end_array().key("bent").begin_array();
  for (const auto& bent : change.bent) write_bent(out, board, bent);
  out.end_array().key("shifts").begin_array();
  for (const auto& shift : change.shifts) {
    const auto& day = board.built->problem.team_days[static_cast<std::size_t>(shift.team_day)];
    out.begin_object().member("team", board.built->teams[static_cast<std::size_t>(day.team)]);
    out.member("date", board.date(day.day)).member("used_before_min", (shift.used_before_s + 30) / 60);
    out.member("used_after_min", (shift.used_after_s + 30) / 60).member("budget_min", shift.budget_s / 60);
    out.end_object();
  }
  out.end_array();
}

std::string prices_json(const PlanBoard& board, const std::vector<Price>& prices) {
  std::map<std::pair<int, int>, Band> bands;
  for (const auto& shift : board.built->problem.team_days) bands[{shift.team, shift.day}] = shift.band;
  JsonWriter out;
  out.begin_object().member("version", board.round.version).key("days").begin_array();
  int day = 0;
  for (const auto& price : prices) {
    if (price.day != day) {
      if (day != 0) out.end_array().end_object();
      out.begin_object().member("date", board.date(price.day)).key("teams").begin_array();
      day = price.day;
    }
    const auto& change = price.tried.change;
    out.begin_object().member("team", board.built->teams[static_cast<std::size_t>(price.team)]);
    out.member("band", band_word(bands[{price.team, price.day}])).member("possible", change.possible);
    out.member("legal", change.legal).member("may_bend", price.tried.may_bend);
    write_minutes(out, "cost_min", change.cost.total());
    const auto* bent = change.legal ? nullptr : decisive(change);
    out.key("rule");
    bent != nullptr ? out.value(scheduling::word(bent->rule)) : out.null();
    out.key("text");
    if (bent != nullptr) {
      write_text(out, bent_sentence(*bent, words_of(board)));
    } else {
      out.null();
    }
    out.end_object();
  }
  if (day != 0) out.end_array().end_object();
  out.end_array().end_object();
  return out.take();
}

Result<std::string> predictability_json(const ReadTxn& txn, const PlanBoard& board) {
  const auto guessing = scheduling::predictability(board.built->problem, board.plan);
  std::map<int, std::string> names;
  for (const auto& warning : guessing.warnings) {
    const auto lodging =
        txn.lodgings().lodging(board.round.unit, board.built->lodgings[static_cast<std::size_t>(warning.lodging)]);
    if (!lodging) return lodging.error();
    names[warning.lodging] = lodging->name;
  }
  JsonWriter out;
  out.begin_object().member("version", board.round.version).key("overall").begin_object();
  write_guessing(out, guessing.overall);
  out.key("best_gap_guess_p90").real(guessing.best_gap_guess_p90, 3);
  out.key("weekday_entropy_quarter_p5").real(guessing.weekday_entropy_quarter_p5, 3);
  out.end_object().key("warnings").begin_array();
  for (const auto& warning : guessing.warnings) {
    out.begin_object().key("lodging").begin_object();
    out.member("id", board.built->lodgings[static_cast<std::size_t>(warning.lodging)]);
    out.member("name", names[warning.lodging]).end_object();
    out.member("sign", scheduling::word(warning.telltale)).member("by_locks", warning.by_locks).key("text");
    write_text(out, telltale_sentence(warning, words_of(board)));
    out.end_object();
  }
  out.end_array().key("lodgings").begin_array();
  for (std::size_t i = 0; i < guessing.lodgings.size(); ++i) {
    if (guessing.lodgings[i].visits == 0) continue;
    out.begin_object().member("id", board.built->lodgings[i]);
    write_guessing(out, guessing.lodgings[i]);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

void write_edit(JsonWriter& out, const PlanEditRow& edit, const std::string& lodging_name) {
  const auto place = [&](std::string_view name, const std::optional<TeamId>& team, const std::optional<LocalDate>& date,
                         int order) {
    out.key(name);
    if (!team || !date) {
      out.null();
      return;
    }
    out.begin_object().member("team", *team).member("date", *date).member("order", order).end_object();
  };
  const auto locks = [&](std::string_view name, int bits) {
    out.key(name).begin_object().member("day", (bits & kLockDay) != 0).member("team", (bits & kLockTeam) != 0);
    out.member("time", (bits & kLockTime) != 0).end_object();
  };
  out.begin_object().member("n", edit.n).member("deed", edit.deed).member("kind", edit.kind);
  out.member("visit", edit.visit).key("lodging");
  if (edit.lodging) {
    out.begin_object().member("id", *edit.lodging).member("name", lodging_name).end_object();
  } else {
    out.null();
  }
  place("from", edit.from_team, edit.from_date, edit.from_place);
  place("to", edit.to_team, edit.to_date, edit.to_place);
  locks("locks_before", edit.locks_before);
  locks("locks_after", edit.locks_after);
  out.member("extra_min", edit.extra_min).member("bent", edit.bent);
  write_minutes(out, "cost_min", edit.cost_s);
  out.member("by", edit.by).member("at", edit.at).member("undone_at", edit.undone_at).end_object();
}

}  // namespace ronda::server
