#pragma once
// The photos' files on a disk in memory: each call of AttachmentDisk is one call of the Disk. One thread.

#include <memory>

#include "sync-server/service/attachment_disk.hpp"
#include "tests/simulation/disk/memory_disk.hpp"

namespace ronda::sim {

/// `disk` must outlive it.
std::shared_ptr<server::AttachmentDisk> attachments_on(Disk& disk);

}  // namespace ronda::sim
