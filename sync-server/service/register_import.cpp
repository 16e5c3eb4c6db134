#include "sync-server/service/register_import.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr int kRegisterMost = 100'000;
constexpr std::int64_t kDryRunKeptMs = std::int64_t{30} * 24 * 60 * 60 * 1000;

/// What two names must share to be the same to a reader: letters and digits only, without the word for the kind in
/// front.
std::string name_key(std::string_view name) {
  std::string words;
  for (const char c : fold(name)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) words.push_back(c);
    if (!letter && !words.empty() && words.back() != ' ') words.push_back(' ');
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  // "kost" and "kos", "guest house" and "guesthouse" are one word to those who write lists.
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"kost ", "kos "},
                                 {"guest house ", "guesthouse "},
                                 {"home stay ", "homestay "},
                                 {"vila ", "villa "},
                                 {"rumah kos ", "kos "}}) {
    if (words.starts_with(from)) words = std::string(to) + words.substr(from.size());
  }
  words.erase(std::remove(words.begin(), words.end(), ' '), words.end());
  return words;
}

struct Known {
  std::optional<std::size_t> row;  ///< of the file; else of the register
  std::optional<LodgingId> id;
  std::string name;
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
};

/// Sorts rows into accepted, rejected and doubtful, in the order of the file.
class Sorter {
 public:
  Sorter(const std::vector<LodgingRow>& register_now, const UnitRow& unit, ImportReading& reading)
      : unit_(unit), reading_(reading) {
    for (const auto& lodging : register_now) {
      by_name_[name_key(lodging.name)].push_back({{}, lodging.id, lodging.name, lodging.lat_e6, lodging.lng_e6});
      if (lodging.nib) by_nib_.emplace(*lodging.nib, lodging.id);
      ids_.insert(lodging.id);
    }
  }

  void take(std::size_t row_number, const std::vector<std::string>& cells) {
    ReadRow read = read_import_row(cells, reading_.columns, unit_);
    reading_.decimal_comma = reading_.decimal_comma || read.decimal_comma;
    if (!read.problem && read.id && ids_.count(*read.id) == 0) {
      read.problem = RowProblem{"id", "unknown_id", to_text(*read.id)};
    }
    if (read.problem) return reading_.rejected.push_back({row_number, *read.problem});
    if (read.swapped) reading_.swapped.emplace_back(row_number, *read.fields.name);

    AcceptedRow row{row_number, std::move(read.fields), read.id};
    const std::string nib = row.fields.nib ? row.fields.nib->value_or("") : "";
    if (!row.updates && !nib.empty()) {
      const auto known = by_nib_.find(nib);
      if (known != by_nib_.end()) row.updates = known->second;
    }
    if (row.updates) return accept_update(std::move(row));
    sort_by_name(std::move(row));
  }

 private:
  void accept_update(AcceptedRow row) {
    if (!updated_.insert(*row.updates).second) {
      return reading_.rejected.push_back({row.row, {"name", "repeated", *row.fields.name}});
    }
    ++reading_.updates;
    reading_.accepted.push_back(std::move(row));
  }

  void sort_by_name(AcceptedRow row) {
    auto& alike = by_name_[name_key(*row.fields.name)];
    const Known* nearest = nullptr;
    double distance = kDoubtfulMetres;
    for (const auto& known : alike) {
      const double metres = metres_between(*row.fields.lat_e6, *row.fields.lng_e6, known.lat_e6, known.lng_e6);
      if (metres <= distance) {
        nearest = &known;
        distance = metres;
      }
    }
    if (nearest != nullptr && nearest->id && distance <= kSameMetres) {
      row.updates = nearest->id;
      return accept_update(std::move(row));
    }
    if (nearest != nullptr) {
      reading_.doubtful.push_back({row.row, *row.fields.name, nearest->row, nearest->id, nearest->name,
                                   static_cast<int>(std::lround(distance))});
      reading_.held.push_back(std::move(row));
      return;
    }
    alike.push_back({row.row, {}, *row.fields.name, *row.fields.lat_e6, *row.fields.lng_e6});
    reading_.accepted.push_back(std::move(row));
  }

  const UnitRow& unit_;
  ImportReading& reading_;
  std::unordered_map<std::string, std::vector<Known>> by_name_;
  std::unordered_map<std::string, LodgingId> by_nib_;
  std::set<LodgingId> ids_;
  std::set<LodgingId> updated_;
};

bool is_empty_row(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
}

void write_preview(wire::JsonWriter& out, const AcceptedRow& row) {
  const LodgingChange& f = row.fields;
  const auto flat = [](const auto& maybe) { return maybe ? *maybe : std::nullopt; };
  out.begin_object().member("id", row.updates).member("row", row.row);
  out.member("name", f.name).member("kind", f.kind).member("kbli", flat(f.kbli)).member("nib", flat(f.nib));
  out.member("address", flat(f.address)).member("kelurahan", flat(f.kelurahan));
  out.member("kelurahan_code", flat(f.kelurahan_code)).member("kecamatan", flat(f.kecamatan));
  out.member("lat_e6", f.lat_e6).member("lng_e6", f.lng_e6).member("rooms", flat(f.rooms));
  out.member("phone", flat(f.phone)).member("tier", f.tier.value_or("medium"));
  out.member("status", f.status.value_or("active")).end_object();
}

void write_columns(wire::JsonWriter& out, const ImportReading& reading) {
  out.key("columns").begin_array();
  for (const auto& column : reading.columns) {
    out.begin_object().member("index", column.index).member("header", column.header).key("sample");
    column.sample.empty() ? out.null() : out.value(column.sample);
    out.key("field");
    column.field ? out.value(word(*column.field)) : out.null();
    out.member("verdict", word(column.verdict)).end_object();
  }
  out.end_array().key("counts").begin_object();
  out.member("read", reading.read).member("accepted", reading.accepted.size());
  out.member("rejected", reading.rejected.size()).member("doubtful", reading.doubtful.size());
  out.member("swapped", reading.swapped.size()).member("updated", reading.updates).end_object();
}

void write_rows(wire::JsonWriter& out, const ImportReading& reading) {
  out.key("rejected").begin_array();
  for (const auto& one : reading.rejected) {
    const auto text = reason_text(one.problem.reason);
    out.begin_object().member("row", one.row).member("column", one.problem.column).member("reason", one.problem.reason);
    out.key("text").begin_object().member("id", text.id).member("en", text.en).end_object().key("value");
    one.problem.value.empty() ? out.null() : out.value(one.problem.value);
    out.end_object();
  }
  out.end_array().key("doubtful").begin_array();
  for (const auto& one : reading.doubtful) {
    out.begin_object().member("row", one.row).member("name", one.name).key("other").begin_object().key("row");
    one.other_row ? out.value(*one.other_row) : out.null();
    out.member("id", one.other_id).member("name", one.other_name).end_object();
    out.member("distance_m", one.distance_m).end_object();
  }
  out.end_array().key("swapped").begin_array();
  for (const auto& [row, name] : reading.swapped) {
    out.begin_object().member("row", row).member("name", name).end_object();
  }
  out.end_array().key("preview").begin_array();
  for (std::size_t n = 0; n < reading.accepted.size() && n < 20; ++n) write_preview(out, reading.accepted[n]);
  out.end_array();
}

Result<ColumnMapping> mapping_of(const ImportRow& import) {
  if (!import.mapping) return ColumnMapping{};
  auto document = wire::JsonDocument::parse(*import.mapping);
  if (!document) return std::move(document).error();
  return read_mapping(document->root());
}

std::string mapping_json(const ColumnMapping& mapping) {
  wire::JsonWriter out;
  out.begin_object();
  for (const auto& [index, field] : mapping) {
    out.key(std::to_string(index));
    field ? out.value(word(*field)) : out.null();
  }
  out.end_object();
  return out.take();
}

/// Writes one row. True if the register changed.
Result<bool> write_row(WriteTxn& txn, UnitId unit, const AcceptedRow& row, const std::string& source) {
  if (!row.updates) {
    auto added = add_lodging(txn, unit, row.fields, source);
    if (!added) return std::move(added).error();
    return true;
  }
  auto stored = txn.lodgings().lodging(unit, *row.updates);
  if (!stored) return std::move(stored).error();
  auto changed = change_lodging(txn, unit, *row.updates, row.fields, stored->version);
  if (!changed) return std::move(changed).error();
  return changed->version != stored->version;
}

Error at_row(Error error, std::size_t row) {
  error.where = "row " + std::to_string(row) + error.where;
  return error;
}

}  // namespace

Result<ColumnMapping> read_mapping(const wire::JsonCursor& at) {
  if (!at.is_object()) return at.wrong("expected an object");
  ColumnMapping mapping;
  for (const auto& [name, value] : at.members()) {
    const bool number = !name.empty() && name.size() <= 3 && name.find_first_not_of("0123456789") == std::string::npos;
    if (!number) return value.wrong("the name is the number of a column");
    std::optional<ImportField> field;
    if (!value.is_null()) {
      auto text = value.as_string(32);
      if (!text) return std::move(text).error();
      field = import_field_of(*text);
      if (!field) return value.wrong("no such field");
    }
    mapping[static_cast<std::size_t>(std::stoul(name))] = field;
  }
  return mapping;
}

Result<ImportReading> read_import(const ReadTxn& txn, UnitId unit_id, std::string_view content,
                                  const ColumnMapping& mapping) {
  if (content.size() > kImportBytes) return Error{ErrorCode::too_large, "a list has at most 5 MiB", {}};
  auto unit = txn.settings().unit(unit_id);
  if (!unit) return std::move(unit).error();
  ImportReading reading;
  auto table = parse_csv(content);
  if (!table) return std::move(table).error();
  reading.table = std::move(*table);
  auto columns = recognise_columns(reading.table, mapping);
  if (!columns) return std::move(columns).error();
  reading.columns = std::move(*columns);
  auto known = txn.lodgings().all(unit_id, kRegisterMost);
  if (!known) return std::move(known).error();
  Sorter sorter(*known, *unit, reading);
  for (std::size_t n = reading.table.header + 1; n < reading.table.rows.size(); ++n) {
    if (is_empty_row(reading.table.rows[n])) continue;
    ++reading.read;
    sorter.take(n + 1, reading.table.rows[n]);
  }
  return reading;
}

std::string import_json(const ImportRow& import, const ImportReading& reading) {
  wire::JsonWriter out;
  out.begin_object().member("id", import.id).member("name", import.name);
  out.member("encoding", reading.table.encoding).member("bom", reading.table.bom);
  out.member("separator", std::string(1, reading.table.separator));
  out.member("decimal", reading.decimal_comma ? "," : ".");
  write_columns(out, reading);
  write_rows(out, reading);
  out.member("state", import.committed ? "committed" : "dry_run").end_object();
  return out.take();
}

Result<ImportRow> start_import(WriteTxn& txn, UnitId unit, std::optional<OfficerId> by, std::string_view name,
                               std::string_view content) {
  if (name.empty() || name.size() > 120) return bad_input("a file name has 1 to 120 characters", "?name");
  auto reading = read_import(txn, unit, content, {});
  if (!reading) return std::move(reading).error();
  ImportRow import;
  import.id = txn.new_id<ImportId>();
  import.unit = unit;
  import.name = std::string(name);
  import.content = std::string(content);
  import.made_by = by;
  import.made_at = txn.now();
  import.report = import_json(import, *reading);
  if (auto swept = txn.imports().sweep(Instant{txn.now().ms - kDryRunKeptMs}); !swept) return std::move(swept).error();
  if (auto put = txn.imports().put(import); !put) return std::move(put).error();
  return import;
}

Result<ImportRow> remap_import(WriteTxn& txn, UnitId unit, ImportId id, const ColumnMapping& mapping) {
  auto import = txn.imports().import(unit, id);
  if (!import) return import;
  if (import->committed) return Error{ErrorCode::conflict, "this import is committed already", "import"};
  auto reading = read_import(txn, unit, import->content, mapping);
  if (!reading) return std::move(reading).error();
  import->mapping = mapping_json(mapping);
  import->report = import_json(*import, *reading);
  if (auto put = txn.imports().put(*import); !put) return std::move(put).error();
  return import;
}

Result<ImportOutcome> commit_import(WriteTxn& txn, UnitId unit, ImportId id, const std::vector<std::size_t>& keep) {
  auto import = txn.imports().import(unit, id);
  if (!import) return std::move(import).error();
  if (import->committed) return Error{ErrorCode::conflict, "this import is committed already", "import"};
  auto mapping = mapping_of(*import);
  if (!mapping) return std::move(mapping).error();
  auto reading = read_import(txn, unit, import->content, *mapping);
  if (!reading) return std::move(reading).error();

  std::vector<AcceptedRow> rows = reading->accepted;
  std::set<std::size_t> kept;
  for (std::size_t n = 0; n < keep.size(); ++n) {
    if (!kept.insert(keep[n]).second) continue;
    const auto held = std::find_if(reading->held.begin(), reading->held.end(),
                                   [&](const AcceptedRow& row) { return row.row == keep[n]; });
    if (held == reading->held.end()) return bad_input("this row is not a doubtful one", "/keep/" + std::to_string(n));
    rows.push_back(*held);
  }
  const std::string source = "import:" + import->name;
  ImportOutcome outcome;
  for (const auto& row : rows) {
    auto changed = write_row(txn, unit, row, source);
    if (!changed) return at_row(std::move(changed).error(), row.row);
    if (!row.updates) ++outcome.created;
    if (row.updates && *changed) ++outcome.updated;
  }
  outcome.skipped = reading->rejected.size() + reading->doubtful.size() - kept.size();
  import->committed = true;
  import->committed_at = txn.now();
  import->report = import_json(*import, *reading);
  import->content.clear();
  if (auto put = txn.imports().put(*import); !put) return std::move(put).error();
  return outcome;
}

}  // namespace ronda::server
