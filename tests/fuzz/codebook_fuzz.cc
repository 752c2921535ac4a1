// Codebooks: whatever steps come in whatever order, each is refused and leaves everything as it
// was, or makes a codebook without faults in which every coding has its code.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "services/survey/qualitative/coding/codebook_diff.h"
#include "services/survey/qualitative/coding/codebook_steps.h"
#include "tests/fuzz/driver.h"

namespace {

namespace qualitative = lotse::survey::qualitative;
using qualitative::Code;
using qualitative::Codebook;
using qualitative::CodebookChange;
using qualitative::CodebookStep;
using qualitative::Coding;

void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

// Reads small things off the bytes; 0 and empty when they have run out.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  bool empty() const { return left_ == 0; }
  std::uint8_t Next() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  // Of few ids, so that steps meet the same codes.
  std::string Id() { return std::string(1, static_cast<char>('a' + Next() % 12)); }
  std::string Text() {
    std::string text;
    for (int i = Next() % 8; i > 0; --i) text.push_back(static_cast<char>(Next()));
    return text;
  }
  Code NextCode() {
    Code code;
    code.id = Id();
    if (Next() % 2 == 0) code.parent = Id();
    code.name = Next() % 2 == 0 ? code.id : Text();
    code.codable = Next() % 4 != 0;
    if (Next() % 4 == 0) code.colour = Text();
    return code;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

CodebookStep NextStep(Bytes* bytes, const std::vector<Coding>& codings) {
  switch (bytes->Next() % 6) {
    case 0:
      return qualitative::AddCode{bytes->NextCode()};
    case 1:
      return qualitative::ReviseCode{bytes->NextCode()};
    case 2:
      return qualitative::MoveCode{bytes->Id(), bytes->Next() % 4 == 0 ? "" : bytes->Id()};
    case 3: {
      qualitative::MergeCodes merge;
      for (int i = bytes->Next() % 4; i > 0; --i) merge.codes.push_back(bytes->Id());
      merge.into = bytes->Id();
      return merge;
    }
    case 4: {
      qualitative::SplitCode split;
      split.code = bytes->Id();
      for (int i = bytes->Next() % 3; i >= 0; --i) split.into.push_back(bytes->NextCode());
      for (const Coding& coding : codings) {
        if (coding.code == split.code && bytes->Next() % 4 != 0) {
          split.goes_to[coding.id] = split.into[bytes->Next() % split.into.size()].id;
        }
      }
      split.retire = bytes->Next() % 2 == 0;
      return split;
    }
    default:
      return qualitative::RetireCode{bytes->Id(), bytes->Next() % 2 == 0};
  }
}

// Codes what the codebook allows, so that merges and splits have something to take along.
void AddCoding(Bytes* bytes, const Codebook& book, std::vector<Coding>* codings) {
  if (codings->size() > 30) return;
  const std::int64_t begin = bytes->Next() % 4;
  Coding coding{.id = std::to_string(codings->size()) + "-" + std::to_string(book.version),
                .code = bytes->Id(),
                .text = "t",
                .span = {begin, begin + 1 + bytes->Next() % 2},
                .coder = bytes->Next() % 2 == 0 ? "x" : "y"};
  const qualitative::CodeTree tree(book);
  const Code* const code = tree.Find(coding.code);
  if (code == nullptr || !code->codable || code->retired) return;
  codings->push_back(coding);
  // Some stay twice, as an import may bring them.
  if (!DoubledCodings(*codings).empty() && bytes->Next() % 8 != 0) codings->pop_back();
}

// Only what the step put upon another one goes.
void RequireFewGone(const std::vector<Coding>& codings, const std::vector<Coding>& after,
                    const qualitative::Recoding& recoding) {
  Require(after.size() + recoding.gone.size() == codings.size(), "no coding is lost");
  Require(DoubledCodings(after).size() <= DoubledCodings(codings).size(),
          "no coding is there twice that was not before");
  const auto code_of = [&](const std::string& id) {
    return std::find_if(codings.begin(), codings.end(),
                        [&](const Coding& coding) { return coding.id == id; })
        ->code;
  };
  for (const auto& [gone, kept] : recoding.gone) {
    Require(!recoding.gone.contains(kept), "what stays is there");
    Require(code_of(gone) != code_of(kept), "what was there twice before stays");
  }
}

void RequirePromises(const Codebook& before, const std::vector<Coding>& codings,
                     const CodebookChange& change) {
  Require(CheckCodebook(change.codebook).empty(), "a step makes a codebook without faults");
  Require(change.codebook.version == before.version + 1, "each step makes the next version");
  Require(Undone(change.codebook, change.before, change.added) == before, "it can be undone");
  Require(!DiffOf(before, change.codebook).empty() || !change.recoding.codes.empty() ||
              !change.recoding.gone.empty(),
          "a step changes something");
  const std::vector<Coding> after = Recoded(codings, change.recoding);
  RequireFewGone(codings, after, change.recoding);
  const qualitative::CodeTree tree(change.codebook);
  for (const Code& code : change.codebook.codes) {
    const Code* const parent = tree.Find(code.parent);
    Require(code.retired || parent == nullptr || !parent->retired,
            "nothing in use is below what is retired");
  }
  for (const Coding& coding : after) {
    const Code* const code = tree.Find(coding.code);
    Require(code != nullptr && code->codable, "each coding has its code");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  Codebook book;
  std::vector<Coding> codings;
  for (int i = 0; i < 60 && !bytes.empty(); ++i) {
    AddCoding(&bytes, book, &codings);
    const CodebookStep step = NextStep(&bytes, codings);
    CodebookChange change;
    if (!TakeStep(book, codings, step, &change).empty()) {
      Require(change.codebook == Codebook{} && change.before.empty(),
              "what is refused leaves everything as it was");
      continue;
    }
    RequirePromises(book, codings, change);
    codings = Recoded(codings, change.recoding);
    book = change.codebook;
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  using namespace std::string_literals;
  // Four codes, then each kind of step; each begins with a coding.
  std::string seed;
  for (const char id : {'\0', '\1', '\2', '\3'}) {
    seed += "\0\0\0\0"s + "\0"s + id + "\1\0\1\1"s;
  }
  return {seed + "\0\1\0\0\2\1\1\0"s + "\0\1\0\0\3\1\2\1"s + "\0\1\0\0\5\1\0"s, seed};
}

std::vector<std::string> FuzzTokens() {
  using namespace std::string_literals;
  return {"\0\0\0\0"s, "\0\0\1\0\1\1"s, "\2\1\1\0"s, "\3\1\2\1"s, "\4\1"s, "\5"s, "\xff"s};
}
