#include "field-app/core/sync/sync_texts.hpp"

#include <cstdlib>
#include <string>

#include "shared/domain/speech.hpp"

namespace ronda::field::text {

namespace {

using domain::Language;

std::string in_id(std::int64_t n) { return domain::number_text(n, Language::id); }
std::string in_en(std::int64_t n) { return domain::number_text(n, Language::en); }
std::string plural(std::int64_t n, const char* one, const char* many) { return in_en(n) + " " + (n == 1 ? one : many); }

/// "2 catatan dan 3 foto" / "2 records and 3 photos"; precondition: not both 0.
Text amount(std::int64_t records, std::int64_t photos) {
  Text out;
  if (records > 0) out = {in_id(records) + " catatan", plural(records, "record", "records")};
  if (photos > 0) {
    if (records > 0) {
      out.id += " dan ";
      out.en += " and ";
    }
    out.id += in_id(photos) + " foto";
    out.en += plural(photos, "photo", "photos");
  }
  return out;
}

}  // namespace

Text enrolled(const std::string& server) {
  return {"Ponsel ini terdaftar di " + server + ".", "This phone is enrolled at " + server + "."};
}
Text enrolled_anew(const std::string& server) {
  return {
      "Ponsel ini didaftarkan ulang di " + server + ". Semua isinya tetap ada; yang belum di server ditawarkan lagi.",
      "This phone was enrolled anew at " + server +
          ". Everything on it stays; what the server does not have is offered again."};
}
Text pushed(std::int64_t records) {
  return {in_id(records) + " catatan diterima server.",
          "The server received " + plural(records, "record", "records") + "."};
}
Text held(std::int64_t records) {
  return {in_id(records) + " catatan ditahan server. Isinya aman. Kanit perlu memeriksanya.",
          "The server is holding " + plural(records, "record", "records") +
              (records == 1 ? ". Its content is safe. The unit head needs to look at it."
                            : ". Their content is safe. The unit head needs to look at them.")};
}
Text pulled(std::int64_t changes) {
  return {in_id(changes) + " perubahan diterima dari server.",
          plural(changes, "change", "changes") + " received from the server."};
}
Text unreadable_changes(std::int64_t changes) {
  return {in_id(changes) +
              " perubahan dari server belum dapat dibaca aplikasi ini. Yang lain sudah dipakai. Perbarui aplikasi.",
          "This app cannot read " + plural(changes, "change", "changes") +
              " from the server yet. The others are in use. Please update the app."};
}
Text photos_sent(std::int64_t photos) {
  return {in_id(photos) + " foto terkirim dan terverifikasi.",
          plural(photos, "photo", "photos") + " sent and verified."};
}
Text drafts_copied(std::int64_t inspections) {
  return {"Salinan " + in_id(inspections) +
              " pemeriksaan yang belum selesai ada di server. Foto dan tanda tangannya tetap di ponsel ini.",
          "A copy of " + plural(inspections, "unfinished inspection", "unfinished inspections") +
              " is on the server. Photos and signatures stay on this phone."};
}
Text draft_refused() {
  return {"Server tidak menyimpan salinan satu pemeriksaan yang belum selesai. Isinya aman di ponsel ini.",
          "The server keeps no copy of one unfinished inspection. Its content is safe on this phone."};
}
Text up_to_date() { return {"Semua sudah di server.", "Everything is on the server."}; }
Text epoch_changed() {
  return {"Server dipulihkan dari cadangan. Ponsel menawarkan lagi semua catatannya, tidak ada yang hilang.",
          "The server was restored from a backup. This phone offers all its records again; nothing is lost."};
}
Text full_pull() {
  return {"Data acuan diambil ulang dari awal. Isian Anda tidak berubah.",
          "Reference data is being fetched anew. Your own work does not change."};
}
Text gap(std::int64_t expected_seq) {
  return {"Server meminta catatan mulai nomor " + in_id(expected_seq) + ". Dikirim dari sana.",
          "The server asks for records from number " + in_en(expected_seq) + ". Sending from there."};
}
Text clock_skew(std::int64_t skew_ms) {
  const std::int64_t minutes = (std::llabs(skew_ms) + 30'000) / 60'000;
  const bool behind = skew_ms > 0;
  return {"Jam ponsel ini " + in_id(minutes) + " menit " + (behind ? "lebih lambat" : "lebih cepat") +
              " dari jam server. Selisihnya dicatat. Periksa setelan jam.",
          "This phone's clock is " + plural(minutes, "minute", "minutes") + (behind ? " behind" : " ahead of") +
              " the server's. The difference is recorded. Please check the clock settings."};
}

Text unreachable() {
  return {"Tidak ada jaringan ke server. Semua aman di ponsel ini. Lanjutkan saja.",
          "No network to the server. Everything is safe on this phone. Carry on."};
}
Text timed_out() {
  return {"Server belum menjawab. Semua aman di ponsel ini. Dicoba lagi sendiri.",
          "The server has not answered yet. Everything is safe on this phone. It tries again by itself."};
}
Text cut_off() {
  return {"Sambungan terputus di tengah jalan. Semua aman di ponsel ini. Dicoba lagi sendiri.",
          "The connection broke off half-way. Everything is safe on this phone. It tries again by itself."};
}
Text captive_portal() {
  return {
      "Jaringan ini meminta masuk lewat halaman web dulu. Semua aman di ponsel ini. Buka peramban, masuk ke jaringan, "
      "lalu coba lagi.",
      "This network wants a sign-in on a web page first. Everything is safe on this phone. Open the browser, sign in "
      "to the network, then try again."};
}
Text wrong_reply() {
  return {"Jawaban bukan dari server Ronda. Semua aman di ponsel ini. Periksa jaringan atau hubungi admin.",
          "The answer did not come from the Ronda server. Everything is safe on this phone. Check the network or call "
          "the administrator."};
}
Text server_trouble(int status) {
  return {"Server sedang terganggu (" + std::to_string(status) + "). Semua aman di ponsel ini. Dicoba lagi sendiri.",
          "The server has trouble (" + std::to_string(status) +
              "). Everything is safe on this phone. It tries again by itself."};
}
Text server_full() {
  return {"Ruang penyimpanan server penuh. Semua aman di ponsel ini dan dikirim lagi sendiri. Beri tahu admin.",
          "The server's storage is full. Everything is safe on this phone and is sent again by itself. Tell the "
          "administrator."};
}
std::optional<Text> of_tls(std::string_view cause) {
  if (cause == "tls_expired") {
    return Text{
        "Sertifikat server sudah kedaluwarsa menurut jam ponsel ini. Semua aman di sini. Periksa tanggal dan jam "
        "ponsel; "
        "bila sudah benar, beri tahu admin.",
        "The server's certificate has expired by this phone's clock. Everything is safe here. Check the phone's date "
        "and "
        "time; if they are right, tell the administrator."};
  }
  if (cause == "wrong_clock") {
    return Text{
        "Sertifikat server belum berlaku menurut jam ponsel ini; biasanya jam ponsel terlambat. Semua aman di sini. "
        "Nyalakan tanggal dan jam otomatis, lalu coba lagi.",
        "The server's certificate is not valid yet by this phone's clock, which usually is behind. Everything is safe "
        "here. "
        "Turn on automatic date and time, then try again."};
  }
  if (cause == "tls_wrong_host") {
    return Text{
        "Sertifikat yang menjawab bukan untuk alamat server ini. Tidak ada yang dikirim. Periksa apakah jaringan ini "
        "minta "
        "masuk lewat peramban; bila tidak, tanyakan alamat server kepada admin.",
        "The certificate that answered is not for this server's address. Nothing was sent. See whether this network "
        "wants "
        "a sign-in in the browser; if not, ask the administrator for the server's address."};
  }
  if (cause == "tls_unknown_ca") {
    return Text{
        "Sertifikat server dikeluarkan oleh pihak yang tidak dikenal ponsel ini. Tidak ada yang dikirim. Periksa "
        "apakah "
        "jaringan ini minta masuk lewat peramban; bila kesatuan memakai otoritas sendiri, minta admin memasangnya.",
        "The server's certificate comes from an issuer this phone does not know. Nothing was sent. See whether this "
        "network "
        "wants a sign-in in the browser; if the unit has an authority of its own, ask the administrator to install "
        "it."};
  }
  if (cause == "tls_plain") {
    return Text{
        "Yang menjawab tidak memakai sambungan aman, padahal alamatnya https. Tidak ada yang dikirim. Periksa jaringan "
        "atau "
        "tanyakan alamat server kepada admin.",
        "What answered does not speak the secure protocol although the address says https. Nothing was sent. Check the "
        "network, or ask the administrator for the server's address."};
  }
  if (cause == "tls_failed") {
    return Text{
        "Server menolak sambungan aman. Semua aman di ponsel ini. Perbarui aplikasi atau beri tahu admin.",
        "The server refused the secure connection. Everything is safe on this phone. Update the app or tell the "
        "administrator."};
  }
  return std::nullopt;
}
Text too_many(std::int64_t wait_s) {
  return {"Server sibuk dan meminta menunggu " + in_id(wait_s) + " detik. Semua aman di ponsel ini.",
          "The server is busy and asks to wait " + plural(wait_s, "second", "seconds") +
              ". Everything is safe on this phone."};
}
Text revoked() {
  return {
      "Ponsel ini dinonaktifkan. Catatan tetap aman dan masih dikirim untuk diperiksa. Hubungi Kanit.",
      "This phone was switched off by the unit. Records stay safe and are still sent for review. Call the unit head."};
}
Text forked() {
  return {
      "Ada ponsel lain dengan identitas yang sama. Catatan tetap aman di sini, server menyimpan salinannya untuk "
      "diperiksa. Hubungi Kanit: ponsel ini perlu didaftarkan ulang.",
      "Another phone has the same identity. The records stay safe here and the server keeps a copy for review. Call "
      "the unit head: this phone needs a new enrolment."};
}
Text restored_device() {
  return {
      "Server menyimpan catatan ponsel ini yang tidak ada lagi di sini. Tidak ada yang hilang. Hubungi Kanit: ponsel "
      "ini perlu didaftarkan ulang.",
      "The server holds records of this phone that are no longer here. Nothing is lost. Call the unit head: this "
      "phone needs a new enrolment."};
}
Text bad_signature() {
  return {"Server tidak mengenali tanda tangan ponsel ini. Catatan tetap aman di sini. Hubungi admin.",
          "The server does not recognise this phone's signature. The records stay safe here. Call the administrator."};
}
Text unauthenticated() {
  return {
      "Server tidak mengenali ponsel ini. Catatan tetap aman di sini. Hubungi Kanit: ponsel ini perlu didaftarkan "
      "ulang.",
      "The server does not know this phone. The records stay safe here. Call the unit head: this phone needs a new "
      "enrolment."};
}
Text unsupported_version() {
  return {"Aplikasi dan server tidak sama versinya. Semua aman di ponsel ini. Perbarui aplikasi.",
          "The app and the server are of different versions. Everything is safe on this phone. Please update the app."};
}
Text refused(const std::string& code) {
  return {"Server menolak kiriman ini (" + code + "). Catatan tetap aman di sini. Hubungi admin.",
          "The server refused this delivery (" + code + "). The records stay safe here. Call the administrator."};
}
Text record_too_large() {
  return {"Satu catatan terlalu besar untuk server. Isinya aman di ponsel ini. Hubungi admin.",
          "One record is too large for the server. Its content is safe on this phone. Call the administrator."};
}
Text photo_refused() {
  return {"Server menolak satu foto. Foto tetap aman di sini, catatannya tetap terkirim. Hubungi admin.",
          "The server refused a photo. The photo stays safe here and its record is sent all the same. Call the "
          "administrator."};
}
Text photo_damaged() {
  return {"Satu foto rusak di jalan dan dikirim ulang dari awal.",
          "A photo was damaged on its way and is sent again from its beginning."};
}
Text storage_full() {
  return {"Ruang ponsel penuh. Yang sudah tersimpan aman. Kosongkan ruang, lalu coba lagi.",
          "The phone's storage is full. What was saved is safe. Free some space, then try again."};
}
Text storage_failed() {
  return {"Penyimpanan ponsel tidak dapat dibaca atau ditulis. Jangan hapus aplikasi. Hubungi admin.",
          "The phone's storage cannot be read or written. Do not remove the app. Call the administrator."};
}

Text of_problem(const std::string& code) {
  if (const auto said = of_tls(code)) return *said;
  if (code == "server_full") return server_full();
  if (code == "unreachable") return unreachable();
  if (code == "timeout") return timed_out();
  if (code == "truncated") return cut_off();
  if (code == "captive_portal") return captive_portal();
  if (code == "wrong_reply") return wrong_reply();
  if (code == "revoked") return revoked();
  if (code == "fork") return forked();
  if (code == "bad_signature") return bad_signature();
  if (code == "unauthenticated") return unauthenticated();
  if (code == "unsupported_version") return unsupported_version();
  if (code == "too_large") return record_too_large();
  if (code == "disk_full") return storage_full();
  if (code == "io_failed" || code == "corrupt") return storage_failed();
  if (code == "busy" || code == "too_many" || code == "server_trouble") {
    return {"Server sibuk. Semua aman di ponsel ini. Dicoba lagi sendiri.",
            "The server is busy. Everything is safe on this phone. It tries again by itself."};
  }
  return refused(code);
}

Text device_revoked() {
  return {
      "Ponsel ini dinonaktifkan oleh kesatuan. Semua dapat dibaca dan diekspor, tetapi tidak dapat diubah. Hubungi "
      "Kanit.",
      "The unit has switched this phone off. Everything can be read and exported, nothing can be changed. Call the "
      "unit "
      "head."};
}
Text device_forked() {
  return {
      "Ada ponsel lain dengan identitas yang sama. Lanjutkan bekerja, semua aman di sini. Minta kode baru kepada Kanit "
      "dan daftarkan ulang ponsel ini.",
      "Another phone has the same identity. Carry on, everything is safe here. Ask the unit head for a new code and "
      "enrol this phone anew."};
}
Text device_unknown() {
  return {
      "Server tidak mengenal ponsel ini. Lanjutkan bekerja, semua aman di sini. Minta kode baru kepada Kanit dan "
      "daftarkan ulang ponsel ini.",
      "The server does not know this phone. Carry on, everything is safe here. Ask the unit head for a new code and "
      "enrol this phone anew."};
}
Text readmitted() { return {"Ponsel ini aktif kembali.", "This phone is active again."}; }

Text all_safe_here(std::int64_t records, std::int64_t photos) {
  const Text what = amount(records, photos);
  return {"Semua aman di ponsel ini. " + what.id + " menunggu dikirim.",
          "Everything is safe on this phone. " + what.en + (records + photos == 1 ? " is" : " are") +
              " waiting to be sent."};
}
Text offline(std::int64_t records, std::int64_t photos) {
  if (records + photos == 0) {
    return {"Tidak ada jaringan. Semua sudah di server. Lanjutkan saja.",
            "No network. Everything is on the server. Carry on."};
  }
  const Text what = amount(records, photos);
  return {"Tidak ada jaringan. Semua aman di ponsel ini. " + what.id + " dikirim begitu ada jaringan.",
          "No network. Everything is safe on this phone. " + what.en + " will be sent once there is a network."};
}
Text everything_on_server() { return {"Semua sudah di server.", "Everything is on the server."}; }
Text sending(std::int64_t records, std::int64_t photos) {
  if (records + photos == 0) return receiving();
  const Text what = amount(records, photos);
  return {"Mengirim " + what.id + ". Semua juga aman di ponsel ini.",
          "Sending " + what.en + ". Everything is safe on this phone as well."};
}
Text receiving() { return {"Mengambil data dari server.", "Fetching data from the server."}; }
Text already_syncing() {
  return {"Sinkronisasi sedang berjalan. Tidak perlu menekan lagi.",
          "Synchronising already. There is no need to press again."};
}
Text nothing_to_send() {
  return {"Semua sudah di server. Melihat apakah ada yang baru.", "Everything is on the server. Looking for news."};
}
Text never_synced() {
  return {"Belum pernah tersambung ke server. Semua aman di ponsel ini.",
          "Not connected to the server yet. Everything is safe on this phone."};
}

Text visit_on_device() { return {"Di ponsel, menunggu dikirim.", "On this phone, waiting to be sent."}; }
Text visit_sending() { return {"Sedang dikirim.", "Being sent."}; }
Text visit_on_server(std::int64_t photos_there, std::int64_t photos) {
  return {"Catatan di server. " + in_id(photos_there) + " dari " + in_id(photos) + " foto di server.",
          "Record on the server. " + in_en(photos_there) + " of " + in_en(photos) + " photos on the server."};
}
Text visit_verified(std::int64_t photos) {
  if (photos == 0) return {"Catatan di server dan terverifikasi.", "Record on the server and verified."};
  return {"Catatan dan " + in_id(photos) + " foto di server dan terverifikasi.",
          "Record and " + plural(photos, "photo", "photos") + " on the server and verified."};
}
Text visit_held(const std::string& code) {
  return {"Ditahan server (" + code + "). Isinya aman. Kanit perlu memeriksanya.",
          "Held by the server (" + code + "). Its content is safe. The unit head needs to look at it."};
}

}  // namespace ronda::field::text
