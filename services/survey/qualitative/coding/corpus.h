#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/coding/coding.h"
#include "services/survey/qualitative/text/text_span.h"

// The codings of a project with all that they are found and counted by, as numbers: made once, and
// then asked many times. The wording of the texts is not in it.
namespace lotse::survey::qualitative {

// Code points of a text at the most; positions are kept as 32 bits.
inline constexpr int64_t kMaxTextLength = 100'000'000;

// What one speaker says without another one in between. `speaker` may be empty: nobody knows.
struct CorpusTurn {
  TextSpan span;
  std::string speaker;
};

struct CorpusText {
  std::string id;
  // The interview, group or source it belongs to.
  std::string case_id;
  // In code points.
  int64_t length = 0;
  // In their order, none over another; none if it is no transcript.
  std::vector<CorpusTurn> turns = {};
};

struct CorpusCase {
  std::string id;
  // By name, each name once.
  std::vector<std::pair<std::string, std::string>> attributes = {};
};

// A participant who speaks, under a pseudonym. `group` may be empty: none.
struct CorpusSpeaker {
  std::string id;
  std::string group;
};

struct CorpusInput {
  Codebook codebook;
  std::vector<CorpusCase> cases;
  std::vector<CorpusSpeaker> speakers;
  std::vector<CorpusText> texts;
  std::vector<Coding> codings;
};

// What is wrong with it, with paths such as `codings[4].span`; at most one of each thing: what
// refers to something that is not there, ids that come twice, spans that are empty or too large,
// turns out of order.
rpc::FieldViolations CheckCorpus(const CorpusInput& input);

// Numbers are positions: of codes in the codebook, of cases, speakers and texts in the input, of
// coders and groups in the order of their names, of turns along all texts. Codings are in the
// order of their texts, then of begin, end, code, coder and id. -1 is none.
class Corpus {
 public:
  struct Text {
    std::string id;
    int case_number = -1;
    int64_t length = 0;
    // Of all turns and of all codings those from the first to one before the second number.
    std::pair<int, int> turns = {};
    std::pair<int, int> codings = {};
  };
  struct Turn {
    int32_t begin = 0;
    int32_t end = 0;
    int speaker = -1;
  };
  struct Entry {
    int text = 0;
    int32_t begin = 0;
    int32_t end = 0;
    int code = 0;
    int coder = 0;
    // Turns it touches, from the first to one before the second; none if it touches none.
    std::pair<int, int> turns = {};
    int64_t time_ms = 0;
    // Position in the input.
    int input = 0;
  };

  // `input` has no violations.
  explicit Corpus(const CorpusInput& input);
  // The same with codings that have their numbers already, but for their turns, in the place of
  // those of `input`: in the order above, and by `coders`, who are in the order of their names and
  // each gave one of them.
  Corpus(CorpusInput input, std::vector<std::string> coders, std::vector<Entry> codings);

  const Codebook& codebook() const { return codebook_; }
  const std::vector<int>& code_parents() const { return code_parents_; }
  const std::vector<CorpusCase>& cases() const { return cases_; }
  const std::vector<Text>& texts() const { return texts_; }
  const std::vector<Turn>& turns() const { return turns_; }
  const std::vector<Entry>& codings() const { return codings_; }
  const std::vector<std::string>& coders() const { return coders_; }
  const std::vector<std::string>& groups() const { return groups_; }
  const std::vector<std::string>& speakers() const { return speakers_; }
  int GroupOf(int speaker) const { return speaker_groups_[static_cast<size_t>(speaker)]; }
  // The turns that the coding touches.
  absl::Span<const Turn> TurnsOf(const Entry& coding) const {
    return absl::MakeSpan(turns_).subspan(
        static_cast<size_t>(coding.turns.first),
        static_cast<size_t>(coding.turns.second - coding.turns.first));
  }

 private:
  // All but the codings.
  void AddParts(const CorpusInput& input);
  void AddText(const CorpusText& text, const absl::flat_hash_map<std::string, int>& cases,
               const absl::flat_hash_map<std::string, int>& speakers);
  void AddCodings(const std::vector<Coding>& codings);
  // Finds the turns of the codings, which are in their order, and the codings of the texts.
  void LinkCodings();

  Codebook codebook_;
  std::vector<int> code_parents_;
  std::vector<CorpusCase> cases_;
  std::vector<Text> texts_;
  std::vector<Turn> turns_;
  std::vector<Entry> codings_;
  std::vector<std::string> coders_;
  std::vector<std::string> groups_;
  std::vector<std::string> speakers_;
  std::vector<int> speaker_groups_;
};

// Where a name stands among others; -1 if it does not.
int PlaceOf(const std::vector<std::string>& names, absl::string_view name);

// What is wrong with codes that a figure is asked of, with paths such as `codes[2]`: none or more
// than `most`, not in the codebook, twice.
rpc::FieldViolations CheckAskedCodes(const Corpus& corpus, const std::vector<std::string>& codes,
                                     size_t most);

// By code of the codebook, for which of `codes` it counts, as positions among them: for itself,
// and `with_children` for those above it. `codes` have no violations (CheckAskedCodes).
std::vector<std::vector<size_t>> PlacesByCode(const Corpus& corpus,
                                              const std::vector<std::string>& codes,
                                              bool with_children);

}  // namespace lotse::survey::qualitative
