#include "field-app/core/store/paper_key_store.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"

namespace ronda::field {

constexpr std::string_view kKeys = R"sql(
  SELECT name, public_key, revoked_at FROM unit_device
   UNION ALL
  SELECT device_name, public_key, NULL FROM enrolment WHERE device_id NOT IN (SELECT id FROM unit_device)
   UNION ALL
  SELECT device_name, public_key, NULL FROM past_enrolment WHERE device_id NOT IN (SELECT id FROM unit_device)
)sql";

Result<std::vector<wire::PaperKey>> PaperKeyStore::keys(Zone zone) {
  std::vector<wire::PaperKey> out;
  auto row = db_.use(kKeys);
  while (row.step()) {
    wire::PaperKey key;
    key.name = row.text(0);
    const Bytes bytes = row.blob(1);
    std::copy_n(bytes.begin(), std::min(bytes.size(), key.key.size()), key.key.begin());
    if (!row.is_null(2)) key.ended = local_date(row.instant(2), zone);
    out.push_back(std::move(key));
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kPut = R"sql(
  INSERT INTO unit_device (id, name, public_key, revoked_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (id) DO UPDATE SET name = ?2, public_key = ?3, revoked_at = ?4
)sql";

Result<void> put_unit_device(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at) {
  auto name = at.string("name");
  if (!name) return std::move(name).error();
  auto text = at.string("public_key", 64);
  if (!text) return std::move(text).error();
  const auto key = from_base64url(*text);
  if (!key || key->size() != std::tuple_size_v<crypto::PublicKey>) {
    return bad_input("a public key has 32 bytes", at.path() + "/public_key");
  }
  auto revoked_at = at.optional_instant("revoked_at");
  if (!revoked_at) return std::move(revoked_at).error();
  return db.use(kPut).bind(1, id).bind(2, *name).bind(3, *key).bind(4, *revoked_at).run();
}

}  // namespace ronda::field
