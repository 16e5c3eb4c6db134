#include "tests/simulation/disk/memory_attachments.hpp"

namespace ronda::sim {

namespace {

Result<void> said(Done done) {
  switch (done) {
    case Done::ok:
      return {};
    case Done::full:
      return Error{ErrorCode::disk_full, "the disk is full", ""};
    case Done::not_found:
      return Error{ErrorCode::not_found, "no such file", ""};
    default:
      return Error{ErrorCode::io_failed, "the disk failed", ""};
  }
}

class MemoryAttachments final : public server::AttachmentDisk {
 public:
  explicit MemoryAttachments(Disk& disk) : disk_(disk) {}

  std::optional<std::int64_t> size(const std::string& path) const override {
    const auto file = disk_.find(full(path));
    return file == nullptr ? std::nullopt : std::optional(file->size);
  }

  Result<std::string> read(const std::string& path) const override {
    FilePtr file;
    if (auto opened = said(disk_.open(full(path), false, file)); !opened) return std::move(opened).error();
    std::string bytes(static_cast<std::size_t>(file->size), '\0');
    std::size_t got = 0;
    auto done = said(disk_.read(file, 0, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size(), got));
    if (!done) return std::move(done).error();
    return bytes;
  }

  Result<void> make_folder(const std::string&) override { return {}; }  // a folder is a part of a name here

  Result<void> write(const std::string& path, std::int64_t offset, std::string_view bytes) override {
    FilePtr file;
    if (auto opened = said(disk_.open(full(path), true, file)); !opened) return opened;
    return said(disk_.write(file, offset, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  }

  Result<void> cut(const std::string& path, std::int64_t size) override {
    FilePtr file;
    if (auto opened = said(disk_.open(full(path), false, file)); !opened) return opened;
    return said(disk_.cut(file, size));
  }

  Result<void> sync_file(const std::string& path) override {
    FilePtr file;
    if (auto opened = said(disk_.open(full(path), false, file)); !opened) return opened;
    return said(disk_.sync(file, false));
  }

  Result<void> sync_folder(const std::string& path) override { return said(disk_.sync_folder(full(path))); }

  Result<void> rename(const std::string& from, const std::string& to) override {
    return said(disk_.rename(full(from), full(to)));
  }

  Result<void> link(const std::string& from, const std::string& to) override {
    return said(disk_.link(full(from), full(to)));
  }

  Result<void> remove(const std::string& path) override {
    const auto done = disk_.remove(full(path));
    return done == Done::not_found ? Result<void>() : said(done);
  }

 private:
  static std::string full(const std::string& path) { return "attachments/" + path; }

  Disk& disk_;
};

}  // namespace

std::shared_ptr<server::AttachmentDisk> attachments_on(Disk& disk) { return std::make_shared<MemoryAttachments>(disk); }

}  // namespace ronda::sim
