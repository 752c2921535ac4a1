#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/coding/corpus.h"

namespace lotse::survey::qualitative {
namespace {

using Ids = absl::flat_hash_set<std::string>;
constexpr char kTwice[] = "comes twice; give each its own";

// The ids of what is listed; those that come twice are violations.
template <typename Thing>
Ids IdsOf(absl::string_view list, const std::vector<Thing>& things,
          rpc::FieldViolations* violations) {
  Ids ids;
  for (size_t i = 0; i < things.size(); ++i) {
    if (!ids.insert(things[i].id).second) {
      violations->push_back({absl::StrCat(list, "[", i, "].id"), kTwice});
    }
  }
  return ids;
}

bool Fits(TextSpan span, int64_t from, int64_t length) {
  return span.begin >= from && span.begin < span.end && span.end <= length;
}

void CheckTurns(const std::string& path, const CorpusText& text, const Ids& speakers,
                rpc::FieldViolations* violations) {
  int64_t from = 0;
  for (size_t i = 0; i < text.turns.size(); ++i) {
    const CorpusTurn& turn = text.turns[i];
    const std::string at = absl::StrCat(path, ".turns[", i, "]");
    if (!Fits(turn.span, from, text.length)) {
      violations->push_back({absl::StrCat(at, ".span"),
                             "is empty, out of order or beyond the text; give turns in their "
                             "order, none over another"});
      return;
    }
    if (!turn.speaker.empty() && !speakers.contains(turn.speaker)) {
      violations->push_back({absl::StrCat(at, ".speaker"),
                             "is not among the speakers; give the id of one, or leave it out"});
      return;
    }
    from = turn.span.end;
  }
}

}  // namespace

rpc::FieldViolations CheckCorpus(const CorpusInput& input) {
  rpc::FieldViolations violations = CheckCodebook(input.codebook, CodeTexts::kStored);
  const CodeTree tree(input.codebook);
  const Ids cases = IdsOf("cases", input.cases, &violations);
  const Ids speakers = IdsOf("speakers", input.speakers, &violations);
  IdsOf("texts", input.texts, &violations);
  IdsOf("codings", input.codings, &violations);
  absl::flat_hash_map<std::string, int64_t> lengths;
  for (size_t i = 0; i < input.texts.size(); ++i) {
    const CorpusText& text = input.texts[i];
    const std::string path = absl::StrCat("texts[", i, "]");
    lengths[text.id] = text.length;
    if (!cases.contains(text.case_id)) {
      violations.push_back(
          {absl::StrCat(path, ".case_id"), "is not among the cases; give the id of one"});
    } else if (text.length < 0 || text.length > kMaxTextLength) {
      violations.push_back({absl::StrCat(path, ".length"),
                            absl::StrCat("give 0 to ", kMaxTextLength, " code points")});
    } else {
      CheckTurns(path, text, speakers, &violations);
    }
  }
  for (size_t i = 0; i < input.codings.size(); ++i) {
    const Coding& coding = input.codings[i];
    const std::string path = absl::StrCat("codings[", i, "]");
    const auto length = lengths.find(coding.text);
    if (length == lengths.end()) {
      violations.push_back(
          {absl::StrCat(path, ".text"), "is not among the texts; give the id of one"});
    } else if (!Fits(coding.span, 0, length->second)) {
      violations.push_back({absl::StrCat(path, ".span"), "is empty or beyond the text"});
    } else if (tree.IndexOf(coding.code) < 0) {
      violations.push_back(
          {absl::StrCat(path, ".code"), "is not in the codebook; give the id of a code of it"});
    }
  }
  return violations;
}

rpc::FieldViolations CheckAskedCodes(const Corpus& corpus, const std::vector<std::string>& codes,
                                     size_t most) {
  if (codes.empty() || codes.size() > most) {
    return {{"codes", absl::StrCat("give 1 to ", most, " codes")}};
  }
  const CodeTree tree(corpus.codebook());
  rpc::FieldViolations violations;
  absl::flat_hash_set<std::string> seen;
  for (size_t i = 0; i < codes.size(); ++i) {
    const std::string path = absl::StrCat("codes[", i, "]");
    if (tree.IndexOf(codes[i]) < 0) {
      violations.push_back({path, "is not in the codebook; give the id of a code of it"});
    } else if (!seen.insert(codes[i]).second) {
      violations.push_back({path, "comes twice; give it once"});
    }
  }
  return violations;
}

}  // namespace lotse::survey::qualitative
