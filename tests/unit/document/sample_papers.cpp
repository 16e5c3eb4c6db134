#include "tests/unit/document/sample_papers.hpp"

#include <utility>
#include <vector>

namespace ronda::document::samples {
namespace {

std::vector<PrintedSection> all_answers() {
  return {
      {{"Legalitas dan tanggung jawab", "Legality and responsibility"},
       5,
       5,
       {
           {"LEG-01",
            {"NIB tersedia dan dapat ditunjukkan", "NIB (business ID) available and shown"},
            {"Ya", "Yes"},
            ""},
           {"LEG-02",
            {"Jenis usaha/KBLI sesuai kegiatan nyata (hotel/kos/vila)", "KBLI class matches the actual activity"},
            {"Ya", "Yes"},
            ""},
           {"LEG-03",
            {"Papan nama usaha dan jumlah kamar terpasang", "Name board with number of rooms displayed"},
            {"Ya", "Yes"},
            ""},
           {"LEG-04",
            {"Penanggung jawab hadir atau ada yang ditunjuk", "Responsible person present or formally appointed"},
            {"Ya", "Yes"},
            ""},
           {"LEG-05",
            {"Jumlah kamar terpakai/tersedia sesuai data", "Rooms available match the record"},
            {"14", ""},
            ""},
       }},
      {{"Buku tamu dan registrasi", "Guest register"},
       6,
       6,
       {
           {"REG-01",
            {"Buku tamu/sistem registrasi tersedia", "Guest register (book or system) exists"},
            {"Ya", "Yes"},
            ""},
           {"REG-02",
            {"Diisi setiap kedatangan pada hari yang sama", "Filled at every arrival, same day"},
            {"Ya", "Yes"},
            ""},
           {"REG-03",
            {"Kolom wajib lengkap (identitas, tgl masuk/keluar, kamar, jumlah orang)", "Mandatory columns present"},
            {"Ya", "Yes"},
            ""},
           {"REG-04",
            {"Tamu harian/transit juga dicatat", "Day-use/transit guests are also registered"},
            {"Ya", "Yes"},
            ""},
           {"REG-05",
            {"Data tamu disimpan aman, tidak terbuka untuk umum", "Register kept secure, not visible to the public"},
            {"Ya", "Yes"},
            ""},
           {"REG-06",
            {"Masa simpan registrasi ditetapkan (mis. 12 bulan) dan dipatuhi", "Retention period set and followed"},
            {"Ya", "Yes"},
            ""},
       }},
      {{"Sampel buku tamu", "Register sample"},
       8,
       8,
       {
           {"SMP-01",
            {"Rentang tanggal sampel (mulai-akhir)", "Sample date range (>= 7 days)"},
            {"9–16 November 2026", "9–16 November 2026"},
            ""},
           {"SMP-02",
            {"Jumlah entri yang disampel (N)", "Entries sampled (N, default 20, min 10 or all)"},
            {"20", ""},
            ""},
           {"SMP-03", {"Entri lengkap / tidak lengkap", "Entries complete / incomplete (sum = N)"}, {"19 / 1", ""}, ""},
           {"SMP-04",
            {"Entri dengan identitas terverifikasi", "Entries marked identity verified (<= N)"},
            {"19", ""},
            ""},
           {"SMP-05", {"Entri tamu asing", "Foreign-guest entries (<= N)"}, {"2", ""}, ""},
           {"SMP-06",
            {"Tamu asing yang ada bukti lapor APOA", "Foreign entries with APOA receipt (<= SMP-05)"},
            {"2", ""},
            ""},
           {"SMP-07",
            {"Entri dengan anak (<18) / tercatat pendamping dewasanya",
             "Entries with minors / of these, adult companion recorded"},
            {"1 / 1", ""},
            ""},
           {"SMP-08",
            {"Kolom kosong terbanyak (pilihan)", "Field most often blank (choice list, no text)"},
            {"Tanggal keluar", "Check-out date"},
            ""},
       }},
      {{"Prosedur penerimaan tamu", "Check-in procedure"},
       6,
       6,
       {
           {"ADM-01", {"KTP/paspor asli diperiksa saat masuk", "Original ID checked at check-in"}, {"Ya", "Yes"}, ""},
           {"ADM-02",
            {"Semua penghuni kamar dicatat, bukan hanya pemesan", "All occupants registered, not only the booker"},
            {"Tidak", "No"},
            "Kamar rombongan dicatat atas nama pemesan saja."},
           {"ADM-03", {"Prosedur bila tamu tanpa identitas", "Procedure for a guest without ID"}, {"Ya", "Yes"}, ""},
           {"ADM-04",
            {"Pesanan daring dicocokkan dengan identitas saat datang", "Online bookings matched to ID on arrival"},
            {"Ya", "Yes"},
            ""},
           {"ADM-05",
            {"Akun APOA aktif (bila menerima orang asing)", "APOA account active (if foreigners accepted)"},
            {"Tidak berlaku", "Not applicable"},
            ""},
           {"ADM-06",
            {"Petugas tahu batas lapor 1x24 jam", "Staff know the 1x24 h reporting limit"},
            {"Ya", "Yes"},
            ""},
       }},
      {{"Perlindungan anak dan pencegahan eksploitasi", "Child protection and prevention of exploitation"},
       5,
       5,
       {
           {"CHD-01",
            {"Aturan tertulis: anak tanpa pendamping sah tidak diterima menginap; dilaporkan",
             "Written rule on unaccompanied minors"},
            {"Ya", "Yes"},
            ""},
           {"CHD-02",
            {"Tidak ada tarif per jam/\"transit\" yang tidak terdaftar", "No undeclared hourly/\"transit\" tariff"},
            {"Ya", "Yes"},
            ""},
           {"CHD-03",
            {"Staf dilatih mengenali tanda TPPO/eksploitasi (12 bulan terakhir)",
             "Staff trained on trafficking signs, last 12 months"},
            {"Ya", "Yes"},
            ""},
           {"CHD-04",
            {"Nomor darurat terpasang: 110, SAPA 129, UPTD PPA", "Emergency numbers posted (110, SAPA 129, UPTD PPA)"},
            {"Tidak", "No"},
            ""},
           {"CHD-05",
            {"Larangan prostitusi, narkoba, senjata, perjudian terpasang",
             "Notice banning prostitution, drugs, weapons, gambling"},
            {"Ya", "Yes"},
            ""},
       }},
      {{"Keamanan", "Security"},
       4,
       4,
       {
           {"SEC-01",
            {"CCTV berfungsi di pintu masuk/resepsionis", "CCTV works at entrance/reception"},
            {"Ya", "Yes"},
            ""},
           {"SEC-02", {"Rekaman CCTV disimpan (hari)", "CCTV retention (days)"}, {"14 hari", "14 days"}, ""},
           {"SEC-03",
            {"Petugas jaga/satpam 24 jam atau penanggung jawab malam", "Night guard or night duty person"},
            {"Ya", "Yes"},
            ""},
           {"SEC-04", {"Lorong, parkir, pintu keluar terang", "Corridors, parking, exits lit"}, {"Ya", "Yes"}, ""},
       }},
      {{"Keselamatan kebakaran", "Fire safety"},
       3,
       3,
       {
           {"FIR-01",
            {"APAR tersedia dan belum kedaluwarsa (jumlah)", "Fire extinguishers present and in date (count)"},
            {"4 tabung", "4 extinguishers"},
            ""},
           {"FIR-02", {"Jalur evakuasi bebas dan bertanda", "Escape route clear and signed"}, {"Tidak", "No"}, ""},
           {"FIR-03", {"Instalasi listrik tampak aman", "Electrical installation visibly safe"}, {"Ya", "Yes"}, ""},
       }},
      {{"Kerja sama", "Cooperation"},
       2,
       2,
       {
           {"COP-01",
            {"Pengelola menerima sosialisasi/imbauan pada kunjungan ini", "Manager briefed during this visit"},
            {"Ya", "Yes"},
            ""},
           {"COP-02",
            {"Ada kontak Bhabinkamtibmas/Polsek di resepsionis", "Bhabinkamtibmas/Polsek contact at desk"},
            {"Ya", "Yes"},
            ""},
       }},
  };
}

std::vector<FindingRow> findings() {
  return {{"FIR-02",
           Severity::critical,
           {"Jalur evakuasi bebas dan bertanda: tidak", "Escape route clear and signed: no"},
           "Lorong lantai 2 terhalang lemari. Ditemukan 26 Oktober, masih ada 9 dan 17 November 2026.",
           {"20 November 2026", "20 November 2026"},
           {"kebijakan satuan, diteruskan ke Damkar", "unit policy, passed on to the fire service"}},
          {"ADM-02",
           Severity::major,
           {"Semua penghuni kamar dicatat: tidak", "All occupants registered: no"},
           "",
           {"24 November 2026", ""},
           {"kebijakan satuan", "unit policy"}},
          {"CHD-04",
           Severity::minor,
           {"Nomor darurat terpasang: tidak", "Emergency numbers posted: no"},
           "",
           {"24 November 2026", ""},
           {}}};
}

RegisterSample sample() {
  RegisterSample tally;
  tally.range = {"9–16 November 2026", ""};
  tally.entries = 20;
  tally.start_line = 3;
  tally.step = 4;
  tally.complete = 19;
  tally.incomplete = 1;
  tally.verified = 18;
  tally.foreign = 2;
  tally.reported = 2;
  tally.minors = 1;
  tally.companion = 1;
  tally.most_blank = {"Tanggal keluar", "Check-out date"};
  tally.honesty = {"Sampel 20 entri: tanpa temuan pun, hingga 14 % entri lain dapat bercacat.",
                   "A sample of 20 entries: even without a defect, up to 14% of the others may have one."};
  return tally;
}

Letterhead letterhead() {
  return {{"Kepolisian Negara Republik Indonesia", "Daerah Nusa Tenggara Timur", "Resor Kupang Kota"},
          "Jalan Contoh Nomor 1, Kupang 85111"};
}

}  // namespace

Strokes scribble(int seed) {
  Strokes strokes = {600, 240, {{}}};
  int state = seed;
  for (int x = 60; x <= 540; x += 8) {
    state = (state * 1103 + 12345) % 65536;
    const int swing = (x / 40 + seed) % 2 == 0 ? 90 - (x % 40) * 4 : -70 + (x % 40) * 4;
    strokes.lines.front().emplace_back(x, 120 + swing * (600 - x) / 600 + state % 9);
  }
  strokes.lines.push_back({{120, 190}, {480, 170}});
  return strokes;
}

std::string long_note(int words) {
  std::string note;
  for (int i = 1; i <= words; ++i) note += (i == 1 ? "kata" : " kata") + std::to_string(i);
  return note;
}

BeritaAcara inspected() {
  BeritaAcara record;
  record.letterhead = letterhead();
  record.unit = "Satuan PPA Polresta Kupang Kota";
  record.draft_id = "R2-1117-05";
  record.lodging = {"Wisma Lontar Teduh", {"Wisma", "Guesthouse"}, "Jl. Timor Raya 88", "Kelapa Lima", "0220001234567"};
  record.date = {"Selasa, 17 November 2026", "Tuesday, 17 November 2026"};
  record.started = {"20.57 WITA", "20:57 WITA"};
  record.ended = {"21.44 WITA", "21:44 WITA"};
  record.place = "Kupang";
  record.team = "Tim 2";
  record.sprin = "Sprin/412/XI/2026";
  record.officers = {
      {"Yosef Nahak", "Bripka", "00000001", {"ketua tim", "team leader"}, scribble(3)},
      {"Maria Tallo", "Brigpol", "00000002", {"anggota", "member"}, scribble(8)},
  };
  record.manager.role = {"Penanggung jawab malam", "Night duty manager"};
  record.manager.signature = scribble(5);
  record.sections = all_answers();
  record.sample = sample();
  record.open_findings = {{"FIR-02",
                           Severity::critical,
                           {"Jalur evakuasi terhalang", "Escape route blocked"},
                           {"Tetap ada (3×)", "Persists (3×)"},
                           "Lemari akan dipindah.",
                           {"29 Oktober 2026", "29 October 2026"},
                           false},
                          {"REG-04",
                           Severity::major,
                           {"Tamu harian dicatat", "Day-use guests registered"},
                           {"Sudah diperbaiki", "Corrected"},
                           "",
                           {},
                           true}};
  record.findings = findings();
  record.photos = 6;
  record.record_hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  record.code = {"https://ronda.contoh.id/n/K7QX-42MD#9f86d081884c7d659a2feaa0c55ad015", "ronda.contoh.id/n/K7QX-42MD",
                 true};
  record.created = {1'795'000'000'000};
  return record;
}

BeritaAcara unsigned_by_manager() {
  BeritaAcara record = inspected();
  record.manager.signature = {};
  record.manager.refused_to_sign = true;
  record.manager.refusal_reason = "Menunggu pemilik yang sedang di luar kota.";
  return record;
}

BeritaAcara refused() {
  BeritaAcara record = unsigned_by_manager();
  record.outcome = VisitOutcome::refused;
  record.outcome_reason = "Pengelola meminta surat perintah ditunjukkan kepada pemilik lebih dahulu.";
  record.sections.clear();
  record.sample.reset();
  record.open_findings.clear();
  record.findings.clear();
  record.photos = 0;
  return record;
}

Letter notice() {
  Letter letter;
  letter.letterhead = letterhead();
  letter.title = {"Surat Pemberitahuan", "Notice of inspection findings"};
  letter.place_and_date = {"Kupang, 18 November 2026", ""};
  letter.draft_id = "R2-1118-01";
  letter.fields = {
      {{"Klasifikasi", "Class"}, {"BIASA", "ORDINARY"}, false},
      {{"Lampiran", "Enclosures"}, {"satu lembar", "one sheet"}, false},
      {{"Perihal", "Subject"}, {"Pemberitahuan hasil pemeriksaan", "Notice of inspection findings"}, true}};
  letter.addressee = {"PENGELOLA", "WISMA LONTAR TEDUH"};
  letter.addressee_place = "Kupang";
  letter.clauses = {
      {{"Rujukan:", "References:"},
       {},
       {{"Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia;",
         "Law Number 2 of 2002 on the Indonesian National Police;"},
        {"Berita Acara Hasil Pemeriksaan tanggal 17 November 2026.", "Inspection record of 17 November 2026."}},
       false},
      {{"Sehubungan dengan rujukan di atas, disampaikan bahwa pada pemeriksaan tanggal 17 November 2026 terdapat "
        "temuan "
        "berikut:",
        "With reference to the above, the inspection of 17 November 2026 led to these findings:"},
       {},
       {},
       true},
      {{"Berkaitan dengan hal tersebut, Saudara diminta memenuhi temuan di atas paling lambat pada tenggat "
        "masing-masing, "
        "yang pertama pada Jumat, 20 November 2026, dan menyampaikan jawaban melalui kode pada surat ini atau langsung "
        "ke "
        "kantor kami. Saudara dapat meminta tambahan waktu atau mengajukan keberatan dengan cara yang sama.",
        "You are therefore asked to put the findings right by their deadlines, the first on Friday, 20 November 2026, "
        "and to "
        "reply through the code on this letter or at our office. You may ask for more time or object in the same way."},
       {"Jumat, 20 November 2026", "Friday, 20 November 2026"},
       {},
       false},
      {{"Demikian untuk menjadi maklum.", "Please be informed accordingly."}, {}, {}, false}};
  letter.findings = findings();
  letter.signature = {"a.n. KEPALA KEPOLISIAN RESOR KUPANG KOTA",
                      "KASAT PPA",
                      "NAMA PEJABAT",
                      "AJUN KOMISARIS POLISI NRP 00000000",
                      {}};
  letter.copies = {{"Kapolresta Kupang Kota.", "Head of Police, Kupang City."},
                   {"Kepala Dinas Pariwisata Kota Kupang.", "Head of the Kupang City Tourism Office."}};
  letter.code = {"https://ronda.contoh.id/n/K7QX-42MD#3bf4f1b2b0b822cd15d6c15b0f00a08", "ronda.contoh.id/n/K7QX-42MD",
                 true};
  letter.created = {1'795'000'000'000};
  return letter;
}

}  // namespace ronda::document::samples
