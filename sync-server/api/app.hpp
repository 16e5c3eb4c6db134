#pragma once
// What handlers may reach besides their transaction. Built once by the program; everything here may be used from any
// thread.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/log.hpp"
#include "shared/base/time.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

class Jobs;            // sync-server/worker/jobs.hpp
class AttachmentDisk;  // sync-server/service/attachment_disk.hpp
struct Uploads;        // sync-server/service/attachments.hpp

struct App {
  Store& store;
  Clock clock;      ///< any thread
  Entropy entropy;  ///< any thread
  LogSink log;
  std::string version;                            ///< of the program
  std::string public_url;                         ///< without a slash at the end: what QR codes and enrolment point to
  std::filesystem::path data;                     ///< folder of the database, attachments and faces
  Jobs* jobs = nullptr;                           ///< null only in tests that plan nothing
  std::shared_ptr<AttachmentDisk> attachments{};  ///< null: the folder data/attachments
  std::shared_ptr<Uploads> uploads{};             ///< made by uploads_of() when it is first needed
};

}  // namespace ronda::server
