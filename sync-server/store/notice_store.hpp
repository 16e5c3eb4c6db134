#pragma once
// Notices to managers, their doors (links) and what happened to them. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct NoticeRow {
  NoticeId id;
  UnitId unit;
  LodgingId lodging;
  InspectionId inspection;
  std::string rung = "berita_acara";
  std::string state = "draft";  ///< draft, issued, acknowledged, fulfilled
  std::optional<std::string> number;
  std::optional<std::string> perihal;
  Instant made_at;
  LocalDate due_on;  ///< the earliest deadline in it
  std::optional<Instant> issued_at;
  std::optional<Instant> acknowledged_at;
  std::optional<Instant> fulfilled_at;
  std::int64_t version = 1;
};

struct NoticeListed {
  NoticeRow row;
  std::string lodging_name;
  int findings = 0;
};

struct NoticeFindingRow {
  FindingId finding;
  LocalDate due_on;  ///< as printed
};

struct NoticeEventRow {
  Instant at;
  std::string what;  ///< made, opened, acknowledged, issued, fulfilled
  std::string text;
};

struct NoticeLinkRow {
  ledger::Hash key{};  ///< SHA-256 of the token
  NoticeId notice;
  std::string made_by;  ///< device, server
  Instant expires_at;
};

/// The door that the code on an inspection's paper opens.
struct InspectionLinkRow {
  ledger::Hash key{};
  InspectionId inspection;
  UnitId unit;  ///< read only
  Instant expires_at;
};

class NoticeStore {
 public:
  virtual ~NoticeStore() = default;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<NoticeRow> notice(UnitId unit, NoticeId id) const = 0;
  virtual Result<std::optional<NoticeRow>> notice_of_inspection(InspectionId inspection) const = 0;
  /// The newest first, at most `limit`.
  virtual Result<std::vector<NoticeListed>> notices_of(UnitId unit, int limit) const = 0;
  /// Not yet fulfilled ones that name the finding.
  virtual Result<std::vector<NoticeRow>> open_notices_with(FindingId finding) const = 0;
  virtual Result<std::vector<NoticeFindingRow>> findings_of(NoticeId notice) const = 0;
  /// The oldest first.
  virtual Result<std::vector<NoticeEventRow>> events_of(NoticeId notice) const = 0;
  virtual Result<std::optional<NoticeLinkRow>> link(const ledger::Hash& key) const = 0;
  /// The notice behind a link, whatever its unit. Errors: not_found.
  virtual Result<NoticeRow> notice_behind(const NoticeLinkRow& link) const = 0;
  virtual Result<std::optional<InspectionLinkRow>> inspection_link(const ledger::Hash& key) const = 0;

  /// A notice enters the feed once it is changed or served: until then the paper on site has said it all.
  virtual Result<void> add_notice(const NoticeRow& row, const std::vector<NoticeFindingRow>& findings) = 0;
  /// Replaces the changeable parts, counts `version` up and touches the feed. Errors: conflict (the number is taken),
  /// stale_version (`row.version` is not the stored one).
  virtual Result<void> update_notice(const NoticeRow& row) = 0;
  /// A notice that follows a correction: other findings, their earliest deadline, the newer inspection; counts
  /// `version` up. Errors: stale_version.
  virtual Result<void> replace_findings(const NoticeRow& row, const std::vector<NoticeFindingRow>& findings) = 0;
  /// A second time for the same key changes nothing.
  virtual Result<void> add_link(const NoticeLinkRow& link) = 0;
  /// Precondition: the inspection exists. A second time for the same key changes nothing.
  virtual Result<void> add_inspection_link(const InspectionLinkRow& link) = 0;
  virtual Result<void> add_event(NoticeId notice, const NoticeEventRow& event) = 0;
};

}  // namespace ronda::server
