// What a phone and its officer may do to one upload at the same moment.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <thread>

#include "sync-server/service/attachment_disk.hpp"
#include "sync-server/service/attachments.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

/// A folder in which something happens right after a file got its last name.
class WatchedDisk final : public AttachmentDisk {
 public:
  explicit WatchedDisk(std::unique_ptr<AttachmentDisk> disk) : disk_(std::move(disk)) {}
  std::function<void()> after_link;

  std::optional<std::int64_t> size(const std::string& path) const override { return disk_->size(path); }
  Result<std::string> read(const std::string& path) const override { return disk_->read(path); }
  Result<void> make_folder(const std::string& path) override { return disk_->make_folder(path); }
  Result<void> write(const std::string& path, std::int64_t offset, std::string_view bytes) override {
    return disk_->write(path, offset, bytes);
  }
  Result<void> cut(const std::string& path, std::int64_t size) override { return disk_->cut(path, size); }
  Result<void> sync_file(const std::string& path) override { return disk_->sync_file(path); }
  Result<void> sync_folder(const std::string& path) override { return disk_->sync_folder(path); }
  Result<void> rename(const std::string& from, const std::string& to) override { return disk_->rename(from, to); }
  Result<void> link(const std::string& from, const std::string& to) override {
    auto named = disk_->link(from, to);
    if (after_link) after_link();
    return named;
  }
  Result<void> remove(const std::string& path) override { return disk_->remove(path); }

 private:
  std::unique_ptr<AttachmentDisk> disk_;
};

TEST(Uploads, AnUploadThatIsEndedWhileItsLastPieceArrivesIsEitherWholeOrGone) {
  office::Office office;
  const auto phone = office.new_phone();
  const auto who = office.principal(phone);
  const auto folder = std::filesystem::temp_directory_path() / ("ronda-uploads-" + to_text(phone.id));
  {
    auto disk = std::make_shared<WatchedDisk>(open_attachment_folder(folder));
    Uploads uploads(*office.store, disk);
    const std::string bytes = std::string("\x89PNG\r\n\x1a\n", 8) + std::string(40'000, 'a');
    const auto hash = crypto::sha256(bytes);
    ASSERT_TRUE(uploads.attachments.begin(who, {hash, "image/png"}, static_cast<std::int64_t>(bytes.size())));
    std::future<void> ended;
    disk->after_link = [&] {
      ended = std::async(std::launch::async, [&] { (void)uploads.attachments.terminate(who, hash); });
      ended.wait_for(std::chrono::milliseconds(300));  // done by then, or it waits for its turn
    };
    (void)uploads.attachments.append(who, hash, {0, bytes, {}, false});
    ended.get();
    const auto upload = uploads.attachments.look_up(who, hash);
    if (upload && upload->whole) {
      ASSERT_TRUE(uploads.files.read(hash)) << "the upload counts as whole, but its file is gone";
    } else {
      EXPECT_FALSE(uploads.files.is_whole(hash));
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace ronda::server
