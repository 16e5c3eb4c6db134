// The part of InspectionStore that keeps the register sample and the photos.
#include "field-app/core/store/inspection_store.hpp"

namespace ronda::field {

constexpr std::string_view kSample = R"sql(
  SELECT from_date, to_date, total_lines, n, start, step, most_blank FROM register_sample WHERE inspection_id = ?1
)sql";
constexpr std::string_view kEntries = R"sql(
  SELECT complete, verified, foreign_guest, reported, minor, companion
    FROM sample_entry
   WHERE inspection_id = ?1
   ORDER BY k
   LIMIT 100000
)sql";

Result<std::optional<domain::SampleState>> InspectionStore::sample(InspectionId id) {
  std::optional<domain::SampleState> sample;
  {
    auto row = db_.use(kSample);
    row.bind(1, id);
    if (row.step()) {
      sample.emplace();
      sample->plan = {row.date(0), row.date(1), row.int32(2), row.int32(3), row.int32(4), row.int32(5)};
      sample->most_blank = row.optional_text(6);
    }
    if (!row.ok()) return row.error();
  }
  if (!sample) return sample;
  auto row = db_.use(kEntries);
  row.bind(1, id);
  while (row.step()) {
    sample->entries.push_back(
        {row.boolean(0), row.boolean(1), row.boolean(2), row.boolean(3), row.boolean(4), row.boolean(5)});
  }
  if (!row.ok()) return row.error();
  return sample;
}

constexpr std::string_view kSampledAt = R"sql(
  SELECT coalesce(max(counted_at), (SELECT drawn_at FROM register_sample WHERE inspection_id = ?1), 0)
    FROM sample_entry
   WHERE inspection_id = ?1
)sql";

Result<Instant> InspectionStore::sampled_at(InspectionId id) {
  auto row = db_.use(kSampledAt);
  row.bind(1, id);
  if (row.step()) return row.instant(0);
  return row.error();
}

constexpr std::string_view kPutSample = R"sql(
  INSERT INTO register_sample (inspection_id, from_date, to_date, total_lines, n, start, step, drawn_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

Result<void> InspectionStore::put_sample(InspectionId id, const domain::SamplePlan& plan, Instant at) {
  return db_.use(kPutSample)
      .bind(1, id)
      .bind(2, plan.from)
      .bind(3, plan.to)
      .bind(4, plan.total_lines)
      .bind(5, plan.n)
      .bind(6, plan.start)
      .bind(7, plan.step)
      .bind(8, at)
      .run();
}

constexpr std::string_view kRemoveSample = "DELETE FROM register_sample WHERE inspection_id = ?1";

Result<void> InspectionStore::remove_sample(InspectionId id) { return db_.use(kRemoveSample).bind(1, id).run(); }

constexpr std::string_view kPutEntry = R"sql(
  INSERT INTO sample_entry (inspection_id, k, complete, verified, foreign_guest, reported, minor, companion, counted_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
  ON CONFLICT (inspection_id, k) DO UPDATE SET complete = ?3, verified = ?4, foreign_guest = ?5, reported = ?6,
    minor = ?7, companion = ?8, counted_at = ?9
)sql";

Result<void> InspectionStore::put_entry(InspectionId id, int k, const domain::SampleEntry& entry, Instant at) {
  return db_.use(kPutEntry)
      .bind(1, id)
      .bind(2, k)
      .bind(3, entry.complete)
      .bind(4, entry.verified)
      .bind(5, entry.foreign)
      .bind(6, entry.reported)
      .bind(7, entry.minor)
      .bind(8, entry.companion)
      .bind(9, at)
      .run();
}

constexpr std::string_view kRemoveEntry = "DELETE FROM sample_entry WHERE inspection_id = ?1 AND k = ?2";

Result<void> InspectionStore::remove_entry(InspectionId id, int k) {
  return db_.use(kRemoveEntry).bind(1, id).bind(2, k).run();
}

constexpr std::string_view kSetMostBlank = "UPDATE register_sample SET most_blank = ?2 WHERE inspection_id = ?1";

Result<void> InspectionStore::set_most_blank(InspectionId id, const std::optional<std::string>& field) {
  return db_.use(kSetMostBlank).bind(1, id).bind(2, field).run();
}

constexpr std::string_view kAddPhoto = R"sql(
  INSERT OR IGNORE INTO photo (sha256, type, bytes, width, height, added_at, content)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
)sql";
constexpr std::string_view kHangPhoto = R"sql(
  INSERT OR IGNORE INTO answer_photo (inspection_id, item, sha256, added_at) VALUES (?1, ?2, ?3, ?4)
)sql";

Result<void> InspectionStore::add_photo(InspectionId id, const PhotoRow& photo, std::string_view content, Instant at) {
  auto hash = from_hex(photo.sha256);
  if (!hash) return std::move(hash).error();
  const std::span<const std::uint8_t> key(*hash);
  auto added = db_.use(kAddPhoto)
                   .bind(1, key)
                   .bind(2, photo.type)
                   .bind(3, photo.bytes)
                   .bind(4, photo.width)
                   .bind(5, photo.height)
                   .bind(6, at)
                   .bind(7, bytes_of(content))
                   .run();
  if (!added) return added;
  return db_.use(kHangPhoto).bind(1, id).bind(2, photo.item).bind(3, key).bind(4, at).run();
}

constexpr std::string_view kTakeOffPhoto = "DELETE FROM answer_photo WHERE inspection_id = ?1 AND sha256 = ?2";
constexpr std::string_view kDropPhoto = R"sql(
  DELETE FROM photo
   WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM answer_photo WHERE answer_photo.sha256 = photo.sha256)
)sql";

Result<bool> InspectionStore::remove_photo(InspectionId id, const std::string& sha256) {
  auto hash = from_hex(sha256);
  if (!hash || hash->size() != 32) return false;
  const std::span<const std::uint8_t> key(*hash);
  if (auto taken = db_.use(kTakeOffPhoto).bind(1, id).bind(2, key).run(); !taken) return std::move(taken).error();
  if (db_.changes() == 0) return false;
  if (auto dropped = db_.use(kDropPhoto).bind(1, key).run(); !dropped) return std::move(dropped).error();
  return true;
}

constexpr std::string_view kPhotos = R"sql(
  SELECT photo.sha256, photo.type, photo.bytes, photo.width, photo.height, answer_photo.item
    FROM answer_photo JOIN photo ON photo.sha256 = answer_photo.sha256
   WHERE answer_photo.inspection_id = ?1
   ORDER BY answer_photo.item, answer_photo.added_at, photo.sha256
   LIMIT 1000
)sql";

Result<std::vector<PhotoRow>> InspectionStore::photos(InspectionId id) {
  std::vector<PhotoRow> out;
  auto row = db_.use(kPhotos);
  row.bind(1, id);
  while (row.step()) {
    out.push_back({to_hex(row.blob(0)), row.text(1), row.int64(2), row.int32(3), row.int32(4), row.text(5)});
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kPhotoContent = "SELECT type, content FROM photo WHERE sha256 = ?1";

Result<std::optional<InspectionStore::PhotoContent>> InspectionStore::photo_content(const std::string& sha256) {
  std::optional<PhotoContent> out;
  auto hash = from_hex(sha256);
  if (!hash || hash->size() != 32) return out;
  auto row = db_.use(kPhotoContent);
  row.bind(1, std::span<const std::uint8_t>(*hash));
  if (row.step()) out = PhotoContent{row.text(0), row.blob(1)};
  if (!row.ok()) return row.error();
  return out;
}

}  // namespace ronda::field
