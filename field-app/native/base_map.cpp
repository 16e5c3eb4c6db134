#include "field-app/native/base_map.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "field-app/native/byte_range.hpp"

namespace ronda::native {

LocalReply BaseMap::serve(const LocalRequest& request) const {
  const auto refuse = [&](ErrorCode code, unsigned status, std::string message) {
    return problem_reply(Error{code, std::move(message), std::string(kAddress)}, status, request.request_id);
  };
  const OpenFile file(::open(file_.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts {};
  if (file.fd < 0 || ::fstat(file.fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return refuse(ErrorCode::not_found, 404, "there is no basemap.pmtiles in the data folder");
  }
  if (request.range.empty()) return refuse(ErrorCode::bad_input, 400, "the base map is read in ranges");
  LocalReply reply;
  reply.content_type = "application/octet-stream";
  reply.headers.emplace_back("ETag", "\"" + std::to_string(facts.st_mtim.tv_sec) + "." +
                                         std::to_string(facts.st_mtim.tv_nsec) + "-" + std::to_string(facts.st_size) +
                                         "\"");
  reply.headers.emplace_back("Accept-Ranges", "bytes");
  auto range = read_range(request.range, facts.st_size);
  if (!range) {
    reply.status = 416;
    reply.headers.emplace_back("Content-Range", "bytes */" + std::to_string(facts.st_size));
    return reply;
  }
  range->last = std::min(range->last, range->first + kMostBytes - 1);
  reply.status = 206;
  reply.headers.emplace_back("Content-Range", content_range(*range, facts.st_size));
  reply.body.resize(static_cast<std::size_t>(range->last - range->first + 1));
  std::size_t done = 0;
  while (done < reply.body.size()) {
    const auto got = ::pread(file.fd, reply.body.data() + done, reply.body.size() - done,
                             range->first + static_cast<std::int64_t>(done));
    if (got <= 0) return refuse(ErrorCode::io_failed, 500, "basemap.pmtiles cannot be read");
    done += static_cast<std::size_t>(got);
  }
  return reply;
}

}  // namespace ronda::native
