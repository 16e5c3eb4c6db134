#pragma once
// Content codings: gzip and zstd replies for those who accept them, and bodies sent so. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "sync-server/http/message.hpp"

namespace ronda::http {

std::string gzip(std::string_view bytes, int level);

/// False if the request's body has a coding other than gzip and zstd: answered 415, so that the sender comes back
/// without.
bool speaks_coding(const Request& request);

/// Undoes `Content-Encoding: gzip|zstd` of a request's body. Errors: too_large (more than `limit` bytes inside, found
/// out while decoding: nothing is kept), bad_input (broken, or a coding we do not speak).
Result<void> decode_body(Request& request, std::size_t limit);

/// Encodes a reply's body when the request accepts it, it is text, and it is worth it (1 KB and more). zstd before
/// gzip.
void compress_reply(const Request& request, Reply& reply);

/// True if `Accept-Encoding` names the coding without q=0.
bool accepts_coding(const Request& request, std::string_view coding);

}  // namespace ronda::http
