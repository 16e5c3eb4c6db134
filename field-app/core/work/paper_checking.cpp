#include "field-app/core/work/paper_checking.hpp"

#include "shared/domain/speech.hpp"

namespace ronda::field {

namespace {

using wire::PaperVerdict;

domain::Text sentence_of(PaperVerdict verdict) {
  switch (verdict) {
    case PaperVerdict::genuine:
      return {
          "Kode ini ditandatangani perangkat satuan. Cocokkan isi kertas dengan yang tertulis di sini; apakah "
          "kertas ini masih berlaku, alamatnya yang menjawab.",
          "A device of the unit signed this code. Compare the paper with what stands here; whether the paper "
          "still stands, its address answers."};
    case PaperVerdict::altered:
      return {"Tanda tangannya tidak cocok dengan isi kodenya. Jangan dipercaya; tanyakan kepada satuan.",
              "The signature does not fit what the code says. Do not rely on it; ask the unit."};
    case PaperVerdict::unknown_device:
      return {
          "Belum dapat dipastikan: perangkat yang menandatanganinya tidak dikenal di sini, mungkin baru, mungkin bukan "
          "milik satuan. Sinkronkan atau ambil daftar kunci terbaru, lalu periksa lagi.",
          "Cannot be told yet: the device that signed it is not known here, it may be new, or not the unit's. Sync or "
          "fetch the newest list of keys, then check again."};
    case PaperVerdict::ended_device:
      return {"Jangan dipercaya. Tanggalnya sesudah satuan mematikan perangkat yang menandatanganinya.",
              "Do not rely on it. It is dated after the unit switched off the device that signed it."};
  }
  return {};
}

}  // namespace

domain::Text name_of(PaperVerdict verdict) {
  switch (verdict) {
    case PaperVerdict::genuine:
      return {"Asli", "Genuine"};
    case PaperVerdict::altered:
      return {"Tidak asli", "Not genuine"};
    case PaperVerdict::unknown_device:
      return {"Perangkat tidak dikenal", "Device not known"};
    case PaperVerdict::ended_device:
      return {"Perangkat sudah dimatikan", "Device switched off"};
  }
  return {};
}

Result<PaperFinding> check_paper(std::string_view text, std::span<const wire::PaperKey> keys) {
  if (!wire::has_paper_code(text)) {
    return bad_input("this is not the signed code of a berita acara", "/text");
  }
  PaperFinding finding;
  auto read = wire::read_paper_code(text);
  if (read) {
    const auto judged = wire::judge_paper(*read, keys);
    finding.verdict = judged.verdict;
    if (judged.key != nullptr) {
      finding.device = judged.key->name;
      finding.code = *std::move(read);
    }
  }
  finding.sentence = sentence_of(finding.verdict);
  return finding;
}

domain::Text paper_line(const wire::PaperWord& word) {
  const domain::Text outcome = domain::name_of(word.outcome);
  const std::string fresh = std::to_string(word.new_findings);
  const std::string open = std::to_string(word.open_findings);
  return {domain::date_text(word.day).id + ": " + outcome.id + ", temuan baru " + fresh +
              ", temuan lama yang masih terbuka " + open,
          domain::date_text(word.day).en + ": " + outcome.en + ", new findings " + fresh +
              ", earlier findings still open " + open};
}

}  // namespace ronda::field
