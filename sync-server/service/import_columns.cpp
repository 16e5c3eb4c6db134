#include "sync-server/service/import_columns.hpp"

#include <algorithm>
#include <set>

#include "shared/base/bytes.hpp"

namespace ronda::server {

namespace {

struct FieldWord {
  ImportField field;
  std::string_view word;
};

constexpr FieldWord kFields[] = {
    {ImportField::id, "id"},
    {ImportField::name, "name"},
    {ImportField::kind, "kind"},
    {ImportField::kbli, "kbli"},
    {ImportField::nib, "nib"},
    {ImportField::address, "address"},
    {ImportField::kelurahan, "kelurahan"},
    {ImportField::kecamatan, "kecamatan"},
    {ImportField::kelurahan_code, "kelurahan_code"},
    {ImportField::lat, "lat"},
    {ImportField::lng, "lng"},
    {ImportField::rooms, "rooms"},
    {ImportField::phone, "phone"},
    {ImportField::tier, "tier"},
    {ImportField::status, "status"},
};

/// Headers, folded, with single spaces. One that equals an entry is certain; one that contains it as words is a guess.
constexpr FieldWord kHeaders[] = {
    {ImportField::id, "id ronda"},
    {ImportField::id, "ronda id"},
    {ImportField::name, "nama"},
    {ImportField::name, "name"},
    {ImportField::name, "nama usaha"},
    {ImportField::name, "nama tempat"},
    {ImportField::name, "nama hotel"},
    {ImportField::name, "nama penginapan"},
    {ImportField::name, "nama kos"},
    {ImportField::name, "nama akomodasi"},
    {ImportField::name, "usaha"},
    {ImportField::kind, "jenis"},
    {ImportField::kind, "kind"},
    {ImportField::kind, "type"},
    {ImportField::kind, "tipe"},
    {ImportField::kind, "kategori"},
    {ImportField::kind, "jenis usaha"},
    {ImportField::kind, "jenis penginapan"},
    {ImportField::kind, "jenis akomodasi"},
    {ImportField::kbli, "kbli"},
    {ImportField::kbli, "kode kbli"},
    {ImportField::nib, "nib"},
    {ImportField::nib, "no nib"},
    {ImportField::nib, "nomor induk berusaha"},
    {ImportField::address, "alamat"},
    {ImportField::address, "address"},
    {ImportField::address, "alamat usaha"},
    {ImportField::address, "jalan"},
    {ImportField::kelurahan, "kelurahan"},
    {ImportField::kelurahan, "kel"},
    {ImportField::kelurahan, "desa"},
    {ImportField::kelurahan, "desa kelurahan"},
    {ImportField::kelurahan, "kelurahan desa"},
    {ImportField::kelurahan, "village"},
    {ImportField::kecamatan, "kecamatan"},
    {ImportField::kecamatan, "kec"},
    {ImportField::kecamatan, "district"},
    {ImportField::kelurahan_code, "kelurahan code"},
    {ImportField::kelurahan_code, "kode kelurahan"},
    {ImportField::kelurahan_code, "kode wilayah"},
    {ImportField::kelurahan_code, "kode desa"},
    {ImportField::lat, "lat"},
    {ImportField::lat, "latitude"},
    {ImportField::lat, "lintang"},
    {ImportField::lat, "garis lintang"},
    {ImportField::lat, "y"},
    {ImportField::lng, "lng"},
    {ImportField::lng, "lon"},
    {ImportField::lng, "long"},
    {ImportField::lng, "longitude"},
    {ImportField::lng, "bujur"},
    {ImportField::lng, "garis bujur"},
    {ImportField::lng, "x"},
    {ImportField::rooms, "rooms"},
    {ImportField::rooms, "kamar"},
    {ImportField::rooms, "jumlah kamar"},
    {ImportField::rooms, "jml kamar"},
    {ImportField::rooms, "jlh kamar"},
    {ImportField::rooms, "kapasitas kamar"},
    {ImportField::phone, "phone"},
    {ImportField::phone, "telepon"},
    {ImportField::phone, "telp"},
    {ImportField::phone, "tlp"},
    {ImportField::phone, "no telp"},
    {ImportField::phone, "no telepon"},
    {ImportField::phone, "nomor telepon"},
    {ImportField::phone, "telepon usaha"},
    {ImportField::phone, "telepon kantor"},
    {ImportField::tier, "tier"},
    {ImportField::tier, "risiko"},
    {ImportField::tier, "resiko"},
    {ImportField::tier, "tingkat risiko"},
    {ImportField::tier, "risk"},
    {ImportField::status, "status"},
    {ImportField::status, "status usaha"},
    {ImportField::status, "keadaan"},
};

/// Words that make a column one about a person.
constexpr std::string_view kPersonal[] = {"pemilik",   "owner",   "pengelola", "penanggung", "manajer",  "manager",
                                          "ktp",       "nik",     "hp",        "wa",         "whatsapp", "ponsel",
                                          "handphone", "seluler", "email",     "penghuni",   "tamu",     "guest",
                                          "lahir",     "agama",   "kontak",    "contact",    "person",   "pic"};

std::string normal_header(std::string_view header) {
  std::string out;
  for (const char c : fold(header)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool has_words(std::string_view text, std::string_view words) {
  return (" " + std::string(text) + " ").find(" " + std::string(words) + " ") != std::string::npos;
}

bool is_personal(std::string_view header) {
  return std::any_of(std::begin(kPersonal), std::end(kPersonal), [&](auto word) { return has_words(header, word); });
}

/// The longest entry that the header contains, so that "jumlah kamar hotel" is rooms and not a name.
const FieldWord* guess(std::string_view header) {
  const FieldWord* best = nullptr;
  for (const auto& entry : kHeaders) {
    if (entry.word.size() < 3 || !has_words(header, entry.word)) continue;
    if (best == nullptr || entry.word.size() > best->word.size()) best = &entry;
  }
  return best;
}

void recognise(ImportColumn& column) {
  const std::string header = normal_header(column.header);
  for (const auto& entry : kHeaders) {
    if (header == entry.word) {
      column.field = entry.field;
      column.verdict = ColumnVerdict::certain;
      return;
    }
  }
  if (is_personal(header)) {
    column.verdict = ColumnVerdict::dropped_personal;
    return;
  }
  if (const FieldWord* entry = guess(header)) {
    column.field = entry->field;
    column.verdict = ColumnVerdict::guessed;
  }
}

/// Two columns for one field: the certain one stays, else the first.
void settle_rivals(std::vector<ImportColumn>& columns) {
  for (const auto verdict : {ColumnVerdict::certain, ColumnVerdict::guessed}) {
    for (auto& column : columns) {
      if (!column.field || column.verdict != verdict) continue;
      for (auto& other : columns) {
        if (&other == &column || other.field != column.field || other.verdict < verdict) continue;
        if (other.verdict == verdict && other.index < column.index) continue;
        other.field.reset();
        other.verdict = ColumnVerdict::dropped_unknown;
      }
    }
  }
}

Result<void> apply_mapping(std::vector<ImportColumn>& columns, const ColumnMapping& mapping) {
  std::set<ImportField> named;
  for (const auto& [index, field] : mapping) {
    const std::string where = "/mapping/" + std::to_string(index);
    if (index >= columns.size()) return bad_input("the file has no such column", where);
    if (field && !named.insert(*field).second) return bad_input("two columns for one field", where);
  }
  for (const auto& [index, field] : mapping) {
    if (field) {
      for (auto& column : columns) {
        if (column.field != field) continue;
        column.field.reset();
        column.verdict = ColumnVerdict::dropped_unknown;
      }
    }
    columns[index].field = field;
    columns[index].verdict = field ? ColumnVerdict::certain : ColumnVerdict::dropped_unknown;
  }
  return {};
}

}  // namespace

std::string_view word(ImportField field) {
  for (const auto& entry : kFields) {
    if (entry.field == field) return entry.word;
  }
  return "name";
}

std::optional<ImportField> import_field_of(std::string_view text) {
  for (const auto& entry : kFields) {
    if (entry.word == text) return entry.field;
  }
  return std::nullopt;
}

std::string_view word(ColumnVerdict verdict) {
  switch (verdict) {
    case ColumnVerdict::certain:
      return "certain";
    case ColumnVerdict::guessed:
      return "guessed";
    case ColumnVerdict::dropped_personal:
      return "dropped_personal";
    case ColumnVerdict::dropped_unknown:
      return "dropped_unknown";
  }
  return "dropped_unknown";
}

Result<std::vector<ImportColumn>> recognise_columns(const CsvTable& table, const ColumnMapping& mapping) {
  std::vector<ImportColumn> columns;
  for (const auto& header : table.rows[table.header]) {
    ImportColumn column;
    column.index = columns.size();
    column.header = header;
    recognise(column);
    columns.push_back(std::move(column));
  }
  settle_rivals(columns);
  if (auto applied = apply_mapping(columns, mapping); !applied) return std::move(applied).error();
  for (auto& column : columns) {
    if (column.verdict == ColumnVerdict::dropped_personal) continue;
    for (std::size_t n = table.header + 1; n < table.rows.size() && column.sample.empty(); ++n) {
      if (column.index < table.rows[n].size()) column.sample = table.rows[n][column.index].substr(0, 80);
    }
    if (!is_utf8(column.sample)) column.sample.clear();  // cut in the middle of a character
  }
  return columns;
}

}  // namespace ronda::server
