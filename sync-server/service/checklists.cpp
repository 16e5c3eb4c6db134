#include "sync-server/service/checklists.hpp"

#include <algorithm>

#include "shared/crypto/crypto.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::server {

namespace {

// Version 8 of RFC 9562 (custom): the first bytes of a hash of the version's name.
Uuid id_of_version(std::string_view version) {
  const auto hash = crypto::sha256("ronda-checklist\n" + std::string(version));
  Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

Result<ChecklistVersion> read_version(const std::string& version) {
  auto document = wire::JsonDocument::parse(wire::embedded_checklist(version));
  if (!document)
    return Error{ErrorCode::corrupt, "checklist " + version + ": " + document.error().message, document.error().where};
  auto checklist = wire::read_checklist(document->root());
  if (!checklist)
    return Error{ErrorCode::corrupt, "checklist " + version + ": " + checklist.error().message,
                 checklist.error().where};
  return ChecklistVersion{id_of_version(version), std::move(*checklist), document->root().dump()};
}

}  // namespace

Result<Checklists> Checklists::load() {
  static const Result<Checklists> loaded = read();
  return loaded;
}

Result<Checklists> Checklists::read() {
  std::vector<ChecklistVersion> versions;
  for (const auto& version : wire::embedded_checklist_versions()) {
    auto read = read_version(version);
    if (!read) return std::move(read).error();
    versions.push_back(std::move(*read));
  }
  if (versions.empty()) return Error{ErrorCode::corrupt, "this program carries no checklist", ""};
  Checklists loaded;
  loaded.versions_ = std::make_shared<const std::vector<ChecklistVersion>>(std::move(versions));
  return loaded;
}

const ChecklistVersion* Checklists::find(std::string_view version) const {
  for (const auto& known : *versions_) {
    if (known.checklist.version == version) return &known;
  }
  return nullptr;
}

const ChecklistVersion* Checklists::find(const Uuid& id) const {
  for (const auto& known : *versions_) {
    if (known.id == id) return &known;
  }
  return nullptr;
}

}  // namespace ronda::server
