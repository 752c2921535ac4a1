#include "tests/fuzz/driver.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

// Runs a fuzz target over its seeds, then over mutations of them, the same ones on
// every machine. Usage: PROGRAM [RUNS [SEED [CORPUS]]]; the files of the folder
// CORPUS are seeds and come before those in the program. With LOTSE_FUZZ_SECONDS in
// the environment it goes on for so long. Without a crash it ends with 0.

namespace {

using Random = std::mt19937_64;

// A number below `limit`, which is at least 1. The distributions of the
// standard library differ between implementations; this does not.
std::size_t Below(std::size_t limit, Random* random) { return (*random)() % limit; }

// What an element may hold instead.
constexpr const char* kContents[] = {"",
                                     " ",
                                     "x",
                                     "Y",
                                     "1",
                                     "-0.5",
                                     "integer",
                                     "date",
                                     "longtext",
                                     "title",
                                     "&amp;lt;b&amp;gt;x",
                                     "&lt;p&gt;x&lt;/p&gt;",
                                     "&#xD800;",
                                     "&#1;",
                                     "\xC2\xA0",
                                     "a b",
                                     "<b>x</b>",
                                     "<![CDATA[<i>x]]>",
                                     "9223372036854775807",
                                     "9223372036854775808",
                                     "E-Mail"};

// Changes some bytes of `*input`, whatever they mean.
void MutateBytes(const std::vector<std::string>& seeds, std::string* input, Random* random) {
  static const std::vector<std::string> tokens = FuzzTokens();
  const std::size_t size = input->size();
  const std::size_t at = Below(size + 1, random);
  const std::size_t length = std::min(size - at, Below(64, random));
  switch (Below(7, random)) {
    case 0:  // flip one bit
      if (at < size) (*input)[at] = static_cast<char>((*input)[at] ^ (1 << Below(8, random)));
      break;
    case 1:  // any byte
      if (at < size) (*input)[at] = static_cast<char>(Below(256, random));
      break;
    case 2:
      input->erase(at, length);
      break;
    case 3:
      input->insert(at, tokens[Below(tokens.size(), random)]);
      break;
    case 4: {  // repeat a piece, now and then very often
      const std::string piece = input->substr(at, length);
      const std::size_t times = Below(50, random) == 0 ? 200 : 1 + Below(3, random);
      for (std::size_t i = 0; i < times; ++i) input->insert(at, piece);
      break;
    }
    case 5: {  // move a piece
      const std::string piece = input->substr(at, length);
      input->erase(at, length);
      input->insert(Below(input->size() + 1, random), piece);
      break;
    }
    default: {  // take a piece of another seed
      const std::string& other = seeds[Below(seeds.size(), random)];
      const std::size_t from = Below(other.size() + 1, random);
      input->insert(at, other.substr(from, Below(200, random)));
    }
  }
}

// Changes `*input` so that it stays well-formed if it was: most broken files are
// refused at once and never reach the code behind the parser. Returns false, and
// changes nothing, if no element begins where it looks.
bool MutateTags(const std::vector<std::string>& seeds, std::string* input, Random* random) {
  const std::size_t open = input->find('<', Below(input->size() + 1, random));
  if (open == std::string::npos) return false;
  const std::size_t name_end = input->find_first_of(" >/", open);
  if (name_end == std::string::npos || name_end == open + 1) return false;
  const std::string closing = "</" + input->substr(open + 1, name_end - open - 1) + ">";
  const std::size_t close = input->find(closing, open);
  if (close == std::string::npos) return false;
  const std::size_t end = close + closing.size();
  const std::string element = input->substr(open, end - open);
  const std::size_t inner = input->find('>', open) + 1;
  switch (Below(5, random)) {
    case 0:
      input->erase(open, element.size());
      break;
    case 1: {
      const std::size_t times = Below(20, random) == 0 ? 600 : 1;
      for (std::size_t i = 0; i < times; ++i) input->insert(end, element);
      break;
    }
    case 2: {  // to another place between two tags
      input->erase(open, element.size());
      const std::size_t place = input->find("><", Below(input->size() + 1, random));
      input->insert(place == std::string::npos ? open : place + 1, element);
      break;
    }
    case 3:  // other content
      if (inner > close) break;
      input->replace(inner, close - inner, kContents[Below(std::size(kContents), random)]);
      break;
    default: {  // a byte of an attribute's value
      const std::size_t quote = input->find("=\"", open);
      if (quote == std::string::npos || quote > inner) break;
      const std::string& seed = seeds[Below(seeds.size(), random)];
      const char byte = seed[Below(seed.size(), random)];
      if (byte != '"' && byte != '<' && byte != '&') input->insert(quote + 2, 1, byte);
    }
  }
  return true;
}

// The files of `folder` in the order of their names.
std::vector<std::string> ReadCorpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned long long runs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 50'000;
  Random random(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  std::vector<std::string> seeds;
  if (argc > 3) seeds = ReadCorpus(argv[3]);
  for (std::string& seed : FuzzSeeds()) seeds.push_back(std::move(seed));
  const char* seconds = std::getenv("LOTSE_FUZZ_SECONDS");
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::seconds(seconds == nullptr ? 0 : std::atoi(seconds));
  std::string input;
  unsigned long long run = 0;
  for (; run < runs || std::chrono::steady_clock::now() < end; ++run) {
    input = seeds[run % seeds.size()];
    const std::size_t mutations = run < seeds.size() ? 0 : 1 + Below(8, &random);
    const bool by_tags = Below(4, &random) != 0;
    for (std::size_t i = 0; i < mutations; ++i) {
      if (!by_tags || !MutateTags(seeds, &input, &random)) MutateBytes(seeds, &input, &random);
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  }
  std::printf("%llu inputs, no fault\n", run);
  return 0;
}
