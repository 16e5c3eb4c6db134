#include "sync-server/service/epoch_witness.hpp"

#include <algorithm>

#include "sync-server/store/epoch_store.hpp"

namespace ronda::server {

namespace {

const std::string kFile = "epoch.witness";
const std::string kFresh = "epoch.witness.new";

/// The file's one line: `settled <nonce>`, or `pending <nonce> <nonce before>` while a start is half done.
struct FileWitness {
  Uuid nonce;
  std::optional<Uuid> before;
};

std::optional<FileWitness> parse(std::string_view text) {
  const auto word_end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, word_end);
  if (text.size() < word_end + 37) return std::nullopt;
  const auto nonce = parse_uuid(text.substr(word_end + 1, 36));
  if (!nonce) return std::nullopt;
  if (word == "settled") return FileWitness{*nonce, std::nullopt};
  if (word != "pending" || text.size() < word_end + 74) return std::nullopt;
  const auto before = parse_uuid(text.substr(word_end + 38, 36));
  if (!before) return std::nullopt;
  return FileWitness{*nonce, *before};
}

// Beside, then renamed: the file is the old one or the new one, never half of either.
Result<void> write_file(AttachmentDisk& data, const std::string& line) {
  if (auto removed = data.remove(kFresh); !removed) return removed;
  if (auto written = data.write(kFresh, 0, line + "\n"); !written) return written;
  if (auto synced = data.sync_file(kFresh); !synced) return synced;
  if (auto renamed = data.rename(kFresh, kFile); !renamed) return renamed;
  return data.sync_folder("");
}

// Why the database cannot be the one that this folder served last; empty if it can.
std::string misfit(const std::optional<EpochWitness>& here, bool has_file, const std::optional<FileWitness>& file) {
  if (!has_file) return here ? "the database was put into this folder without its witness" : "";
  if (!file) return "the witness beside the database cannot be read";
  if (!here) return "the database is older than the witness beside it";
  if (here->nonce == file->nonce || here->nonce == file->before) return "";
  return "the database is not the one that was served here last; a backup was copied into its place";
}

Uuid random_uuid(const Entropy& entropy) {
  Uuid id;
  entropy(id.bytes);
  return id;
}

Result<void> settle(Store& store, AttachmentDisk& data, const EpochWitness& next, bool new_epoch) {
  auto written = store.write([&](WriteTxn& txn) -> Result<void> {
    if (new_epoch) {
      if (auto changed = txn.epoch().change_epoch(txn.new_uuid()); !changed) return changed;
    }
    return txn.epoch().put_witness(next);
  });
  if (!written) return written;
  return write_file(data, "settled " + to_text(next.nonce));
}

}  // namespace

Result<EpochStart> begin_generation(Store& store, AttachmentDisk& data, const Entropy& entropy) {
  const auto here = store.read([](const ReadTxn& txn) { return txn.epoch().witness(); });
  if (!here) return here.error();
  const auto text = data.read(kFile);
  if (!text && text.error().code != ErrorCode::not_found) return text.error();
  const auto file = text ? parse(*text) : std::nullopt;
  EpochStart start;
  start.why = misfit(*here, text.has_value(), file);
  start.changed = !start.why.empty();
  const EpochWitness next{(*here ? (*here)->generation : 0) + 1, random_uuid(entropy)};
  // A new epoch is in the database before the file says that all is well: a crash between repeats it, and never loses
  // it. Without one the file first names both nonces, so that a crash between is no misfit.
  if (!start.changed && *here) {
    auto pending = write_file(data, "pending " + to_text(next.nonce) + " " + to_text((*here)->nonce));
    if (!pending) return std::move(pending).error();
  }
  if (auto settled = settle(store, data, next, start.changed); !settled) return std::move(settled).error();
  return start;
}

Result<void> begin_epoch(Store& store, AttachmentDisk& data, const Entropy& entropy) {
  const auto here = store.read([](const ReadTxn& txn) { return txn.epoch().witness(); });
  if (!here) return here.error();
  return settle(store, data, {(*here ? (*here)->generation : 0) + 1, random_uuid(entropy)}, true);
}

}  // namespace ronda::server
