#pragma once
// AccessStore in SQLite.

#include "sync-server/store/access_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteAccess final : public AccessStore {
 public:
  explicit SqliteAccess(SqliteContext& context) : context_(context) {}

  Result<OfficerRow> officer(OfficerId id) const override;
  Result<std::vector<OfficerRow>> officers_of(UnitId unit) const override;
  Result<LoginRow> login(std::string_view login) const override;
  Result<std::optional<SessionRow>> session(const Bytes& token_hash) const override;
  Result<DeviceRow> device(DeviceId id) const override;
  Result<std::optional<DeviceRow>> device_by_token(const Bytes& token_hash) const override;
  Result<std::vector<DeviceRow>> devices_of(UnitId unit) const override;
  Result<std::optional<PinCodeRow>> last_pin_code(DeviceId device) const override;
  Result<std::optional<EnrolmentCodeRow>> enrolment_code(const Bytes& code_hash) const override;
  Result<int> failures_since(std::string_view kind, std::string_view key, Instant since) const override;
  Result<std::optional<Instant>> first_failure_since(std::string_view kind, std::string_view key,
                                                     Instant since) const override;

  Result<void> put_officer(const OfficerRow& officer) override;
  Result<void> put_login(OfficerId officer, std::string_view login, std::string_view password_hash) override;
  Result<void> add_session(const SessionRow& session) override;
  Result<void> mark_session_seen(const Bytes& token_hash, Instant at) override;
  Result<void> remove_session(const Bytes& token_hash) override;
  Result<void> remove_sessions_of(OfficerId officer) override;
  Result<void> put_device(const DeviceRow& device) override;
  Result<void> move_device_head(DeviceId device, std::int64_t acked_seq, const Bytes& head, Instant seen_at) override;
  Result<void> mark_device_seen(DeviceId device, Instant at) override;
  Result<void> mark_device_forked(DeviceId device, Instant at) override;
  Result<void> mark_device_replaced(DeviceId device, DeviceId by) override;
  Result<void> add_pin_code(const PinCodeRow& code) override;
  Result<void> add_enrolment_code(const EnrolmentCodeRow& code) override;
  Result<void> use_enrolment_code(const Bytes& code_hash, DeviceId device, Instant at) override;
  Result<void> add_failure(std::string_view kind, std::string_view key, Instant at) override;
  Result<void> clear_failures(std::string_view kind, std::string_view key) override;
  Result<void> sweep(Instant before) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
