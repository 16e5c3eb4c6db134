#include "shared/document/record_words.hpp"

#include <cstddef>

namespace ronda::document {

Bilingual outcome_words(VisitOutcome outcome) {
  switch (outcome) {
    case VisitOutcome::done:
      return {"Selesai diperiksa", "Inspected"};
    case VisitOutcome::refused:
      return {"Menolak diperiksa", "Inspection refused"};
    case VisitOutcome::closed:
      return {"Tutup", "Closed"};
    case VisitOutcome::not_found:
      return {"Tak ditemukan", "Not found"};
    case VisitOutcome::wrong_address:
      return {"Salah alamat", "Wrong address"};
    case VisitOutcome::unsafe:
      break;
  }
  return {"Tak aman untuk diperiksa", "Unsafe to inspect"};
}

bool has_manager(const BeritaAcara& record) {
  const SigningManager& manager = record.manager;
  return !manager.role.id.empty() || !manager.name.empty() || !manager.signature.lines.empty() ||
         manager.refused_to_sign;
}

std::string number_or_follows(const BeritaAcara& record) { return record.number.empty() ? "menyusul" : record.number; }

Bilingual of_total(int part, int whole) {
  const std::string first = std::to_string(part);
  const std::string second = std::to_string(whole);
  return {first + " dari " + second, first + " of " + second};
}

Bilingual referral_words(const BeritaAcara& record) {
  const auto& made = record.emergency_referral;
  if (!made) return {"tidak ada", "none"};
  return {"dibuat pukul " + made->id, "made at " + made->english()};
}

std::string hash_in_groups(const std::string& hex) {
  std::string groups;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i > 0 && i % 8 == 0) groups += ' ';
    groups += hex[i];
  }
  return groups;
}

std::vector<SampleLine> sample_lines(const RegisterSample& sample) {
  const auto count = [](int value) { return Bilingual{std::to_string(value), {}}; };
  const std::string start = std::to_string(sample.start_line);
  const std::string step = std::to_string(sample.step);
  std::vector<SampleLine> lines = {
      {{"Rentang tanggal", "Date range"}, sample.range},
      {{"Entri disampel", "Entries sampled"}, count(sample.entries)},
      {{"Cara memilih", "How chosen"},
       {"mulai baris " + start + ", setiap " + step + " baris", "from line " + start + ", every " + step + " lines"}},
      {{"Lengkap", "Complete"}, count(sample.complete)},
      {{"Tidak lengkap", "Incomplete"}, count(sample.incomplete)},
      {{"Identitas terverifikasi", "Identity verified"}, of_total(sample.verified, sample.entries)},
      {{"Tamu asing, ada bukti APOA", "Foreign guests, with APOA receipt"}, of_total(sample.reported, sample.foreign)},
      {{"Dengan anak, pendamping tercatat", "With minors, companion recorded"},
       of_total(sample.companion, sample.minors)}};
  if (!sample.most_blank.id.empty())
    lines.push_back({{"Kolom paling sering kosong", "Column most often blank"}, sample.most_blank});
  return lines;
}

}  // namespace ronda::document
