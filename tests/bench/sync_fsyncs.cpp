// Loaded into the server's process with LD_PRELOAD by tests/bench/sync.mjs: counts what the process makes durable,
// without slowing it down as a tracer would. The count lies in the file named by RONDA_FSYNC_COUNT, mapped, 8 bytes.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace {

using Sync = int (*)(int);

std::atomic<std::uint64_t>* counter() {
  static auto* const place = [] {
    static std::atomic<std::uint64_t> nowhere{0};
    const char* path = std::getenv("RONDA_FSYNC_COUNT");
    const int file = path == nullptr ? -1 : ::open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0 || ::ftruncate(file, 8) != 0) return &nowhere;
    void* memory = ::mmap(nullptr, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    return memory == MAP_FAILED ? &nowhere : static_cast<std::atomic<std::uint64_t>*>(memory);
  }();
  return place;
}

int counted(const char* name, int file) {
  counter()->fetch_add(1);
  return reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" int fsync(int file) { return counted("fsync", file); }
extern "C" int fdatasync(int file) { return counted("fdatasync", file); }
