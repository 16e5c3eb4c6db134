// Runs a fuzz target without a fuzzer: over every file of its corpus, and over damaged copies of each, so that what was
// once found stays found in every build. replay CORPUS [--damaged N] [--seed S]; the seed repeats a run.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

/// One to three wounds: a byte flipped, a stretch cut out, doubled or taken from another file.
std::string damaged(std::string input, const std::string& other, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? std::size_t{0} : static_cast<std::size_t>(random() % n); };
  for (std::size_t wound = 0; wound <= below(3); ++wound) {
    const std::size_t at = below(input.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(64, input.size() - at) + 1);
    switch (below(5)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 1:
        input.erase(at, length);
        break;
      case 2:
        input.insert(at, input.substr(at, length));
        break;
      case 3:
        input.insert(at, other.substr(below(other.size() + 1), 64));
        break;
      default:
        input.resize(at);
    }
  }
  return input;
}

}  // namespace

int main(int count, char** words) {
  std::filesystem::path corpus;
  std::uint64_t seed = std::random_device()();
  long each = 20;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--damaged" && i + 1 < count) {
      each = std::atol(words[++i]);
    } else if (word == "--seed" && i + 1 < count) {
      seed = std::strtoull(words[++i], nullptr, 10);
    } else {
      corpus = word;
    }
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::printf("corpus %s: %zu files, %ld damaged copies of each, --seed %llu\n", corpus.c_str(), inputs.size(), each,
              static_cast<unsigned long long>(seed));
  std::fflush(stdout);  // known even if what follows ends the program
  std::mt19937_64 random(seed);
  for (const auto& input : inputs) run(input);
  for (const auto& input : inputs) {
    for (long n = 0; n < each; ++n) run(damaged(input, inputs[random() % inputs.size()], random));
  }
  return inputs.empty() ? 1 : 0;
}
