#include "shared/domain/photo.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/base/bytes.hpp"

namespace ronda::domain {

namespace {

std::string segment(unsigned char marker, const std::string& content) {
  const std::size_t length = content.size() + 2;
  return std::string{'\xFF', static_cast<char>(marker), static_cast<char>(length >> 8U),
                     static_cast<char>(length & 0xFFU)} +
         content;
}

std::string jpeg(const std::string& extra) {
  return "\xFF\xD8" + segment(0xE0, std::string("JFIF\0\x01\x02\0\0\x01\0\x01\0\0", 14)) + extra +
         segment(0xC2, std::string("\x08\x04\xB0\x06\x40\x01\x01\x11\0", 9)) +
         segment(0xDA, std::string("\x01\x01\0\0\x3F\0", 6)) + std::string("\x12\xFF\0\x56\xFF\xD0", 6) +
         segment(0xC4, "table") + segment(0xDA, std::string("\x01\x01\0\0\x3F\0", 6)) + "\x33" + "\xFF\xD9";
}

std::string chunk(const std::string& name, const std::string& content) {
  std::string out(3, '\0');
  out.push_back(static_cast<char>(content.size()));
  return out + name + content + "crc!";
}

std::string png(const std::string& extra) {
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", std::string("\0\0\0\x20\0\0\0\x10\x08\x02\0\0\0", 13)) + extra +
         chunk("IDAT", "zz") + chunk("IEND", "");
}

std::string verdict(const std::string& bytes) {
  auto facts = read_photo(bytes_of(bytes));
  if (!facts) return facts.error().where;
  return facts->type + " " + std::to_string(facts->width) + "x" + std::to_string(facts->height);
}

}  // namespace

TEST(Photo, APlainPictureTellsItsSize) {
  EXPECT_EQ(verdict(jpeg("")), "image/jpeg 1600x1200");
  EXPECT_EQ(verdict(png("")), "image/png 32x16");
}

TEST(Photo, MetadataOfAnyKindIsRefused) {
  EXPECT_EQ(verdict(jpeg(segment(0xE1, "Exif\0\0"))), "metadata");
  EXPECT_EQ(verdict(jpeg(segment(0xE1, "http://ns.adobe.com/xap/1.0/"))), "metadata");
  EXPECT_EQ(verdict(jpeg(segment(0xED, "Photoshop 3.0"))), "metadata");
  EXPECT_EQ(verdict(jpeg(segment(0xE2, "MPF"))), "metadata");
  EXPECT_EQ(verdict(jpeg(segment(0xFE, "foto kamar 3"))), "metadata");
  EXPECT_EQ(verdict(jpeg("") + "behind the end"), "metadata");
  EXPECT_EQ(verdict(png(chunk("eXIf", "II*"))), "metadata");
  EXPECT_EQ(verdict(png(chunk("tEXt", "Author"))), "metadata");
  EXPECT_EQ(verdict(png("") + "x"), "metadata");
}

TEST(Photo, ACutOffFileIsRefusedAtEveryLength) {
  for (const std::string& whole : {jpeg(segment(0xE2, "ICC_PROFILE")), png(chunk("gAMA", "abcd"))}) {
    ASSERT_TRUE(read_photo(bytes_of(whole)).has_value());
    for (std::size_t length = 0; length < whole.size(); ++length) {
      EXPECT_FALSE(read_photo(bytes_of(whole.substr(0, length))).has_value()) << length;
    }
  }
}

TEST(Photo, SomethingElseIsNoPhoto) {
  EXPECT_EQ(verdict("GIF89a"), "image");
  EXPECT_EQ(verdict("%PDF-1.4"), "image");
  EXPECT_EQ(verdict(""), "image");
}

}  // namespace ronda::domain
