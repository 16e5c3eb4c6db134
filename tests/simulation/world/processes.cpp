#include "tests/simulation/world/processes.hpp"

#include <malloc.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace ronda::sim {

namespace {

constexpr int kPages = 6000;
constexpr int kPageBytes = 4096 + 512;  // with the head that SQLite puts before a page

struct Child {
  pid_t process = -1;
  int pipe = -1;
};

void write_all(int to, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const auto part = write(to, text.data() + done, text.size() - done);
    if (part <= 0) return;
    done += static_cast<std::size_t>(part);
  }
}

std::string read_all(int from) {
  std::string text;
  char piece[4096];
  while (true) {
    const auto part = read(from, piece, sizeof piece);
    if (part <= 0) return text;
    text.append(piece, static_cast<std::size_t>(part));
  }
}

}  // namespace

int processes_wanted() {
  if (const char* text = std::getenv("RONDA_PROCESSES")) return std::max(1, std::atoi(text));
  cpu_set_t usable;
  CPU_ZERO(&usable);
  if (sched_getaffinity(0, sizeof usable, &usable) != 0) return 1;
  return std::max(1, CPU_COUNT(&usable));
}

void keep_memory() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 16 << 20);
  mallopt(M_MXFAST, 0);  // what the thread's own cache does not hold goes to the bins at once, not in bursts
}

void keep_sqlite_memory() {
  static std::vector<std::uint64_t> pages(std::size_t{kPages} * kPageBytes / sizeof(std::uint64_t));
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_config(SQLITE_CONFIG_PAGECACHE, pages.data(), kPageBytes, kPages);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 1200, 200);
}

std::vector<Finished> in_processes(int count, const std::function<int(int, std::string& said)>& work) {
  std::fflush(nullptr);
  std::vector<Child> children(static_cast<std::size_t>(count));
  std::vector<Finished> finished(children.size());
  for (int n = 0; n < count; ++n) {
    auto& child = children[static_cast<std::size_t>(n)];
    int ends[2];
    if (pipe(ends) != 0) {
      finished[static_cast<std::size_t>(n)] = {1, "no pipe\n"};
      continue;
    }
    child.process = fork();
    if (child.process == 0) {
      close(ends[0]);
      std::string said;
      const int code = work(n, said);
      write_all(ends[1], said);
      close(ends[1]);
      _exit(code);
    }
    close(ends[1]);
    child.pipe = ends[0];
  }
  for (std::size_t n = 0; n < children.size(); ++n) {
    if (children[n].process < 0) continue;
    finished[n].said = read_all(children[n].pipe);
    close(children[n].pipe);
    int status = 0;
    waitpid(children[n].process, &status, 0);
    finished[n].code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (WIFSIGNALED(status))
      finished[n].said += "a process died with signal " + std::to_string(WTERMSIG(status)) + "\n";
  }
  return finished;
}

}  // namespace ronda::sim
