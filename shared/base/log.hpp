#pragma once
// The log port: rooms below the programs name an event, the host decides where the line goes.

#include <functional>
#include <string_view>

namespace ronda {

enum class LogLevel { debug, info, warn, error };

/// One line `event key=value …`: no prose, no personal data (ids, not names). May be called from any thread.
using LogSink = std::function<void(LogLevel, std::string_view line)>;

}  // namespace ronda
