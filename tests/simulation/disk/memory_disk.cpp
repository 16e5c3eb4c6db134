#include "tests/simulation/disk/memory_disk.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <unordered_map>

#include "tests/simulation/disk/counted_memory.hpp"

namespace ronda::sim {

namespace {

constexpr std::size_t kSectorBytes = 512;

std::unordered_map<int, Disk*>& disks() {
  static std::unordered_map<int, Disk*> all;
  return all;
}

int next_id() {
  static int last = 0;
  return ++last;
}

/// Memory for pieces of files: worlds make and drop them by the thousand, all of one size.
template <typename T>
struct Recycled {
  using value_type = T;
  Recycled() = default;
  template <typename U>
  Recycled(const Recycled<U>&) {}
  static std::vector<T*>& unused() {
    static auto* all = new std::vector<T*>;  // outlives every disk
    return *all;
  }
  T* allocate(std::size_t count) {
    if (count != 1 || unused().empty()) return std::allocator<T>().allocate(count);
    T* last = unused().back();
    unused().pop_back();
    return last;
  }
  void deallocate(T* at, std::size_t count) {
    if (count != 1) return std::allocator<T>().deallocate(at, count);
    unused().push_back(at);
  }
  bool operator==(const Recycled&) const { return true; }
};

std::shared_ptr<Chunk> new_chunk() { return std::allocate_shared_for_overwrite<Chunk>(Recycled<Chunk>()); }
std::shared_ptr<Chunk> new_chunk(const Chunk& like) { return std::allocate_shared<Chunk>(Recycled<Chunk>(), like); }

FilePtr copy_of(const File& file) {
  auto out = std::make_shared<File>();
  out->chunks = file.chunks;
  out->size = file.size;
  out->dirty = file.dirty;
  out->synced_size = file.synced_size;
  out->synced_chunk = file.synced_chunk;
  out->writes = file.writes;
  return out;
}

void forget_writes(File& file) {
  file.dirty = false;
  file.synced_chunk.clear();
  file.writes.clear();
}

/// Puts the file back to what the last sync left.
void undo(File& file) {
  if (!file.dirty) return;
  for (auto& [at, chunk] : file.synced_chunk) {
    if (at < file.chunks.size()) {
      file.chunks[at] = chunk;
    } else if (chunk != nullptr) {
      file.chunks.resize(at + 1);
      file.chunks[at] = chunk;
    }
  }
  file.size = file.synced_size;
  file.chunks.resize((static_cast<std::size_t>(file.size) + kChunkBytes - 1) / kChunkBytes);
  forget_writes(file);
}

bool lies_in(const std::string& name, const std::string& folder) {
  return name.size() > folder.size() && name.compare(0, folder.size(), folder) == 0 && name[folder.size()] == '/' &&
         name.find('/', folder.size() + 1) == std::string::npos;
}

}  // namespace

Disk* disk_of(int id) {
  const auto found = disks().find(id);
  return found == disks().end() ? nullptr : found->second;
}

Disk::Disk() : id_(next_id()) { disks()[id_] = this; }
Disk::~Disk() { disks().erase(id_); }

std::string Disk::sqlite_path(const std::string& name) const { return "/" + std::to_string(id_) + "/" + name; }

std::unique_ptr<Disk> Disk::clone() const {
  auto out = std::make_unique<Disk>();
  out->keep_writes = keep_writes;
  std::unordered_map<const File*, FilePtr> copies;
  const auto copy = [&](const FilePtr& file) {
    auto& made = copies[file.get()];
    if (made == nullptr) made = copy_of(*file);
    return made;
  };
  for (const auto& [name, file] : names_) out->names_[name] = copy(file);
  for (const auto& [name, file] : durable_names_) out->durable_names_[name] = copy(file);
  return out;
}

std::unique_ptr<Disk> Disk::after(Crash crash, std::mt19937_64& random) const {
  auto out = clone();
  if (crash == Crash::power_lost) {
    out->names_ = out->durable_names_;
    for (auto& [name, file] : out->names_) undo(*file);
  }
  if (crash == Crash::torn) {
    // Each change of a name and each write may have reached the disk or not; one write reached it in part.
    std::set<std::string> changed;
    for (const auto& [name, file] : names_) {
      const auto before = durable_names_.find(name);
      if (before == durable_names_.end() || before->second != file) changed.insert(name);
    }
    for (const auto& [name, file] : durable_names_) {
      if (names_.count(name) == 0) changed.insert(name);
    }
    auto now = std::move(out->names_);
    out->names_ = out->durable_names_;
    for (const auto& name : changed) {
      if (random() % 2 == 0) continue;
      const auto found = now.find(name);
      if (found == now.end()) {
        out->names_.erase(name);
      } else {
        out->names_[name] = found->second;
      }
    }
    for (auto& [name, file] : out->names_) {
      const auto writes = std::move(file->writes);
      undo(*file);
      const std::size_t torn = writes.empty() ? 0 : random() % writes.size();
      for (std::size_t at = 0; at < writes.size(); ++at) {
        if (random() % 2 == 0 && at != torn) continue;
        if (writes[at].cut) {
          out->resize(*file, *writes[at].cut);
          continue;
        }
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(writes[at].bytes.data());
        const std::size_t size = writes[at].bytes.size();
        std::size_t until = size;
        if (at == torn) until = std::min(size, random() % (size / kSectorBytes + 1) * kSectorBytes);
        out->put(*file, writes[at].offset, bytes, until);
      }
    }
  }
  out->durable_names_ = out->names_;
  for (auto& [name, file] : out->names_) forget_writes(*file);
  return out;
}

Fault Disk::ask(Call call) {
  ++calls;
  if (sim::changes(call)) ++changes_made;
  if (!is_abandoned && before_change && changes(call)) before_change(call);
  if (is_abandoned) return Fault::io_error;
  return fault ? fault(call) : Fault::none;
}

Done Disk::lock() {
  const Fault met = ask(Call::lock);
  return met == Fault::busy ? Done::busy : met == Fault::io_error ? Done::io_error : Done::ok;
}

FilePtr Disk::find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second;
}

std::vector<std::string> Disk::names() const {
  std::vector<std::string> out;
  for (const auto& [name, file] : names_) out.push_back(name);
  return out;
}

std::string Disk::content(const std::string& name) const {
  const auto file = find(name);
  if (file == nullptr) return {};
  std::string out(static_cast<std::size_t>(file->size), '\0');
  for (std::size_t at = 0; at < out.size(); at += kChunkBytes) {
    const auto& chunk = file->chunks[at / kChunkBytes];
    if (chunk != nullptr) std::memcpy(out.data() + at, chunk->data(), std::min(kChunkBytes, out.size() - at));
  }
  return out;
}

bool Disk::has_unsynced(const std::string& name) const {
  const auto file = find(name);
  return file != nullptr && file->dirty;
}

Done Disk::open(const std::string& name, bool create, FilePtr& out) {
  const Uncounted a_disk;
  const Fault met = ask(Call::open);
  if (met == Fault::io_error) return Done::io_error;
  out = find(name);
  if (out != nullptr) return Done::ok;
  if (!create) return Done::not_found;
  if (met == Fault::full || is_full) return Done::full;
  out = std::make_shared<File>();
  if (!name.empty()) names_[name] = out;
  return Done::ok;
}

Done Disk::read(const FilePtr& file, std::int64_t offset, std::uint8_t* out, std::size_t bytes, std::size_t& got) {
  got = 0;
  if (ask(Call::read) == Fault::io_error) return Done::io_error;
  if (offset >= file->size) return Done::ok;
  got = std::min(bytes, static_cast<std::size_t>(file->size - offset));
  std::size_t done = 0;
  while (done < got) {
    const std::size_t at = static_cast<std::size_t>(offset) + done;
    const std::size_t within = at % kChunkBytes;
    const std::size_t part = std::min(kChunkBytes - within, got - done);
    const auto& chunk = file->chunks[at / kChunkBytes];
    if (chunk == nullptr) {
      std::memset(out + done, 0, part);
    } else {
      std::memcpy(out + done, chunk->data() + within, part);
    }
    done += part;
  }
  return Done::ok;
}

void Disk::note_dirty(File& file, std::size_t chunk) {
  if (!file.dirty) {
    file.dirty = true;
    file.synced_size = file.size;
  }
  if (file.synced_chunk.count(chunk) == 0) {
    file.synced_chunk[chunk] = chunk < file.chunks.size() ? file.chunks[chunk] : nullptr;
  }
}

void Disk::put(File& file, std::int64_t offset, const std::uint8_t* bytes, std::size_t count) {
  if (count == 0) return;  // of a torn write nothing arrived, nor did the file grow
  const std::size_t end = static_cast<std::size_t>(offset) + count;
  const std::size_t had = file.chunks.size();
  std::size_t done = 0;
  while (done < count) {
    const std::size_t at = static_cast<std::size_t>(offset) + done;
    const std::size_t index = at / kChunkBytes;
    const std::size_t within = at % kChunkBytes;
    const std::size_t part = std::min(kChunkBytes - within, count - done);
    note_dirty(file, index);
    if (index >= file.chunks.size()) file.chunks.resize((end + kChunkBytes - 1) / kChunkBytes);
    auto& chunk = file.chunks[index];
    if (chunk == nullptr) {
      chunk = new_chunk();
      if (part < kChunkBytes) chunk->fill(0);
    } else if (chunk.use_count() > 1) {
      chunk = new_chunk(*chunk);
    }
    std::memcpy(chunk->data() + within, bytes + done, part);
    done += part;
  }
  (void)had;
  file.size = std::max(file.size, static_cast<std::int64_t>(end));
}

Done Disk::write(const FilePtr& file, std::int64_t offset, const std::uint8_t* bytes, std::size_t count) {
  const Uncounted a_disk;
  const Fault met = ask(Call::write);
  if (met == Fault::io_error) return Done::io_error;
  const bool grows = offset + static_cast<std::int64_t>(count) > file->size;
  if (met == Fault::full || (is_full && grows)) return Done::full;
  const std::size_t part = met == Fault::short_write ? count / 2 : count;
  if (keep_writes) {
    file->writes.push_back({offset, std::string(reinterpret_cast<const char*>(bytes), part), std::nullopt});
  }
  put(*file, offset, bytes, part);
  return met == Fault::short_write ? Done::full : Done::ok;
}

void Disk::resize(File& file, std::int64_t size) {
  const std::size_t chunks = (static_cast<std::size_t>(size) + kChunkBytes - 1) / kChunkBytes;
  if (size < file.size) {
    for (std::size_t at = static_cast<std::size_t>(size) / kChunkBytes; at < file.chunks.size(); ++at) {
      note_dirty(file, at);
    }
    const std::size_t within = static_cast<std::size_t>(size) % kChunkBytes;
    if (within > 0 && chunks > 0 && file.chunks[chunks - 1] != nullptr) {
      auto shorter = new_chunk(*file.chunks[chunks - 1]);
      std::fill(shorter->begin() + static_cast<std::ptrdiff_t>(within), shorter->end(), std::uint8_t{0});
      file.chunks[chunks - 1] = std::move(shorter);
    }
  } else if (size > file.size) {
    note_dirty(file, chunks == 0 ? 0 : chunks - 1);
  }
  file.chunks.resize(chunks);
  file.size = size;
}

Done Disk::cut(const FilePtr& file, std::int64_t size) {
  const Uncounted a_disk;
  const Fault met = ask(Call::cut);
  if (met == Fault::io_error) return Done::io_error;
  if (keep_writes) file->writes.push_back({0, {}, size});
  resize(*file, size);
  return Done::ok;
}

Done Disk::sync(const FilePtr& file, bool with_name) {
  const Uncounted a_disk;
  const Fault met = ask(Call::sync);
  if (met == Fault::io_error) return Done::io_error;
  if (met == Fault::full) return Done::full;
  ++syncs;
  forget_writes(*file);
  if (!with_name) return Done::ok;
  for (const auto& [name, held] : names_) {
    if (held == file) durable_names_[name] = file;
  }
  return Done::ok;
}

Done Disk::remove(const std::string& name) {
  const Uncounted a_disk;
  if (ask(Call::remove) == Fault::io_error) return Done::io_error;
  return names_.erase(name) == 1 ? Done::ok : Done::not_found;
}

Done Disk::rename(const std::string& from, const std::string& to) {
  const Uncounted a_disk;
  if (ask(Call::rename) == Fault::io_error) return Done::io_error;
  const auto found = names_.find(from);
  if (found == names_.end()) return Done::not_found;
  names_[to] = found->second;
  names_.erase(from);
  return Done::ok;
}

Done Disk::link(const std::string& from, const std::string& to) {
  const Uncounted a_disk;
  if (ask(Call::link) == Fault::io_error) return Done::io_error;
  const auto found = names_.find(from);
  if (found == names_.end()) return Done::not_found;
  names_.emplace(to, found->second);
  return Done::ok;
}

Done Disk::sync_folder(const std::string& folder) {
  const Uncounted a_disk;
  if (ask(Call::sync_folder) == Fault::io_error) return Done::io_error;
  for (auto it = durable_names_.begin(); it != durable_names_.end();) {
    it = lies_in(it->first, folder) && names_.count(it->first) == 0 ? durable_names_.erase(it) : std::next(it);
  }
  for (const auto& [name, file] : names_) {
    if (lies_in(name, folder)) durable_names_[name] = file;
  }
  return Done::ok;
}

}  // namespace ronda::sim
