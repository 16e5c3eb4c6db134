#include "shared/domain/screening.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ronda::domain {

namespace {

std::string seen_in(const std::string& text) {
  const auto kind = looks_like_identity(text);
  return kind ? std::string(word(*kind)) : "passes";
}

}  // namespace

TEST(Screening, NumbersThatIdentifyAPersonAreSeen) {
  EXPECT_EQ(seen_in("5371011208900001"), "nik");
  EXPECT_EQ(seen_in("tamu 5371 0112 0890 0001 kamar 3"), "nik");
  EXPECT_EQ(seen_in("NIK: 537101-120890-0001"), "nik");
  EXPECT_EQ(seen_in("paspor no. X 1234567"), "passport");
  EXPECT_EQ(seen_in("B1234567"), "passport");
  EXPECT_EQ(seen_in("passport number 123456789"), "passport");
  EXPECT_EQ(seen_in("hubungi 0812-3456-7890"), "phone");
  EXPECT_EQ(seen_in("081234567890"), "phone");
  EXPECT_EQ(seen_in("+62 812 3456 7890"), "phone");
  EXPECT_EQ(seen_in("+6281234567890"), "phone");
  EXPECT_EQ(seen_in("mobil DH 1234 AB"), "plate");
  EXPECT_EQ(seen_in("dh1234ab parkir di belakang"), "plate");
  EXPECT_EQ(seen_in("B 1234 XYZ"), "plate");
  EXPECT_EQ(seen_in("motor ed 4321 kb"), "plate");
}

TEST(Screening, OrdinaryNotesPass) {
  for (const char* note : {"20 kamar",
                           "Tgl 2026-11-01 s.d. 2026-11-08",
                           "01-12-2026 21.03 WITA",
                           "08.11.2026 10.30",
                           "08-11-2026 10 30",
                           "Rp 1500000 per malam",
                           "Rp1.500.000",
                           "tarif 150.000",
                           "APAR 2 dari 5 kedaluwarsa 12/2025",
                           "lantai 2 kamar 201-215",
                           "Kamar 101, 102, 103",
                           "CCTV 14 hari",
                           "FIR-02 belum diperbaiki",
                           "NIB 9120001234567 ada",
                           "hubungi 110 atau SAPA 129",
                           "WA 08111-129-129 terpasang",
                           "Jl. Timor Raya No. 123456",
                           "UU 27/2022 pasal 16",
                           "PP 28/2025",
                           "KM 1234567",
                           "pukul 21.03",
                           "3 dari 20 baris, 14-27 Nov 2026",
                           "AC 12 unit",
                           "Blok A 12 B",
                           "lihat B 12 XI",
                           "RT 05 RW 002",
                           "Sprin/231/VII/2020",
                           "tegangan 220 V 2200 VA",
                           "pa 2026 ini",
                           ""}) {
    EXPECT_EQ(seen_in(note), "passes") << note;
  }
}

}  // namespace ronda::domain
