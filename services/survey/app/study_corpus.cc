#include "services/survey/app/study_corpus.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/coding/retrieval.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/rules/speaker_groups.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::Codebook;
using qualitative::CodeTree;
using qualitative::CodingSet;
using qualitative::Corpus;
using qualitative::CorpusInput;
using qualitative::CorpusText;
using qualitative::Query;
using qualitative::StoredCoding;
using qualitative::StudyFiles;
using v1alpha::Participant;
using v1alpha::StudyCase;

// Up to so many codes their codings are looked up one code after the other; those of more are
// found along the texts.
constexpr size_t kMostLookedUp = 100;

// The codebooks of a study as one, whose codes are keys. Of a code there is what corpora ask for.
absl::StatusOr<Codebook> ReadCodes(sql::Connection* connection) {
  Codebook all;
  if (connection == nullptr) return all;
  for (const auto& named : qualitative::AllCodebooks(*connection)) {
    const auto codebook = ParseCodebook(named.codebook);
    if (!codebook.ok()) return codebook.status();
    for (const v1alpha::StudyCode& code : codebook->codes()) {
      qualitative::Code& one = all.codes.emplace_back();
      one.id = CodeKey(named.codebook_id, LastPart(code.name()));
      if (!code.parent().empty()) one.parent = CodeKey(named.codebook_id, code.parent());
      one.codable = code.codable();
    }
  }
  return all;
}

// Keys of the codes whose codings are read; none: of all.
std::vector<std::string> WantedCodes(const Codebook& codebook, const CodeTree& tree,
                                     const CorpusWish& wish) {
  const absl::flat_hash_set<std::string> wanted(wish.codes.begin(), wish.codes.end());
  std::vector<std::string> codes;
  for (size_t i = 0; i < codebook.codes.size(); ++i) {
    int at = wanted.empty() ? -1 : static_cast<int>(i);
    while (at >= 0 && !wanted.contains(codebook.codes[static_cast<size_t>(at)].id)) {
      at = tree.ParentOf(at);
    }
    if (at >= 0) codes.push_back(codebook.codes[i].id);
  }
  return codes;
}

void AddPeople(const StudyCase& one, const CorpusWish& wish, CorpusInput* input) {
  const std::string case_id = LastPart(one.name());
  input->cases.push_back({case_id, {{kAllCases, kAllCases}}});
  for (const Participant& each : one.participants()) {
    if (qualitative::HasWithdrawn(each)) continue;
    const std::string group = wish.group_of == nullptr ? "" : wish.group_of(each);
    input->speakers.push_back({SpeakerId(case_id, each.pseudonym()), group});
  }
  for (const v1alpha::CaseStaff& each : one.staff()) {
    input->speakers.push_back({SpeakerId(case_id, each.pseudonym()), ""});
  }
}

CorpusText ForCorpus(const AskedText& text) {
  CorpusText made{text.text_id, text.case_id, text.code_points};
  for (const auto& turn : text.turns) {
    made.turns.push_back(
        {turn.span, turn.speaker.empty() ? "" : SpeakerId(text.case_id, turn.speaker)});
  }
  return made;
}

// The texts that are asked for with their turns, and with what they say.
class TextReader {
 public:
  TextReader(const StudyScope& scope, bool wordings) : with_wordings_(wordings) {
    for (const StudyCase& one : scope.cases()) cases_[LastPart(one.name())] = &one;
  }

  // Takes out texts of which nothing is left.
  absl::Status Read(sql::Connection& connection, std::vector<AskedText>* texts) {
    std::vector<AskedText> taken;
    for (AskedText& text : *texts) {
      auto turns = qualitative::TurnsOfText(connection, text.text_id);
      turns_ += turns.size();
      if (turns_ > kMaxAskedTurns) return TooMuchAsked("500,000 turns");
      if (!SetTurns(*cases_.at(text.case_id), std::move(turns), &text)) continue;
      if (with_wordings_) {
        auto stored = qualitative::FindText(connection, text.text_id);
        bytes_ += static_cast<int64_t>(stored->content.size());
        if (bytes_ > kMaxAskedWording) return TooMuchAsked("32 MiB of text");
        wordings_.push_back(std::move(stored->content));
      }
      taken.push_back(std::move(text));
    }
    *texts = std::move(taken);
    return absl::OkStatus();
  }
  std::vector<std::string> Wordings() && { return std::move(wordings_); }

 private:
  const bool with_wordings_;
  absl::flat_hash_map<std::string, const StudyCase*> cases_;
  std::vector<std::string> wordings_;
  size_t turns_ = 0;
  int64_t bytes_ = 0;
};

// Reads codings one text or code after the other.
class CodingReader {
 public:
  CodingReader(SeesCoder sees, const CodeTree& tree, const std::vector<AskedText>& texts)
      : sees_(sees), tree_(tree) {
    for (const AskedText& text : texts) texts_[text.text_id] = &text;
  }

  absl::Status Read(sql::Connection& connection, const std::vector<AskedText>& texts,
                    const std::vector<std::string>& codes) {
    if (!codes.empty() && codes.size() <= kMostLookedUp) {
      for (const std::string& code : codes) {
        if (absl::Status s = Take(qualitative::CodingsOfCode(connection, code)); !s.ok()) return s;
      }
      return absl::OkStatus();
    }
    wanted_ = {codes.begin(), codes.end()};
    for (const AskedText& text : texts) {
      const absl::Status taken = Take(qualitative::CodingsOfText(connection, text.text_id));
      if (!taken.ok()) return taken;
    }
    return absl::OkStatus();
  }
  std::vector<StoredCoding> Codings() && { return std::move(codings_); }

 private:
  absl::Status Take(std::vector<StoredCoding> read) {
    for (StoredCoding& coding : read) {
      const auto text = texts_.find(coding.text_id);
      // A code that is in no codebook has nothing that could be said of it.
      const bool counts = text != texts_.end() && sees_(coding.coder) &&
                          (wanted_.empty() || wanted_.contains(coding.code_id)) &&
                          tree_.IndexOf(coding.code_id) >= 0 &&
                          !TouchesLeftOut(*text->second, coding.span);
      if (counts) codings_.push_back(std::move(coding));
    }
    if (codings_.size() > kMaxAskedCodings) return TooMuchAsked("200,000 codings");
    return absl::OkStatus();
  }

  const SeesCoder sees_;
  const CodeTree& tree_;
  absl::flat_hash_map<std::string, const AskedText*> texts_;
  absl::flat_hash_set<std::string> wanted_;
  std::vector<StoredCoding> codings_;
};

}  // namespace

std::string SpeakerId(absl::string_view case_id, absl::string_view pseudonym) {
  return absl::StrCat(case_id, "/", pseudonym);
}

absl::StatusOr<StudyCorpus> ReadCorpus(sql::Connection* connection, SeesCoder sees,
                                       const StudyScope& scope, const CorpusWish& wish) {
  auto codes = ReadCodes(connection);
  if (!codes.ok()) return codes.status();
  auto texts = ReadTexts(connection, scope);
  if (!texts.ok()) return texts.status();
  CorpusInput input;
  input.codebook = *std::move(codes);
  std::vector<StoredCoding> codings;
  TextReader text_reader(scope, wish.wordings);
  if (connection != nullptr) {
    if (absl::Status s = text_reader.Read(*connection, &*texts); !s.ok()) return s;
    const CodeTree tree(input.codebook);
    CodingReader reader(sees, tree, *texts);
    const absl::Status read =
        reader.Read(*connection, *texts, WantedCodes(input.codebook, tree, wish));
    if (!read.ok()) return read;
    codings = std::move(reader).Codings();
  }
  absl::flat_hash_set<std::string> with_texts;
  for (const AskedText& text : *texts) {
    input.texts.push_back(ForCorpus(text));
    with_texts.insert(text.case_id);
  }
  for (const StudyCase& one : scope.cases()) {
    // Of a case that is only planned nobody can know whether a code is there: it counts nowhere.
    if (!with_texts.contains(LastPart(one.name()))) continue;
    AddPeople(one, wish, &input);
  }
  for (const StoredCoding& each : codings) {
    input.codings.push_back({each.coding_id, each.code_id, each.text_id, each.span, each.coder,
                             each.create_time / 1000});
  }
  return StudyCorpus{Corpus(input), *std::move(texts), std::move(text_reader).Wordings(),
                     std::move(codings)};
}

absl::StatusOr<StudyCorpus> ReadCorpus(sql::Connection* connection, const StudyReach& reach,
                                       const StudyScope& scope, const CorpusWish& wish) {
  return ReadCorpus(
      connection, [&](absl::string_view coder) { return reach.Sees(coder); }, scope, wish);
}

absl::StatusOr<StudyCorpus> ReadCorpus(StudyFiles* files, const OnBehalf& caller,
                                       const StudyReach& reach, const StudyScope& scope,
                                       const CorpusWish& wish) {
  if (files == nullptr) return ReadCorpus(nullptr, reach, scope, wish);
  absl::StatusOr<StudyCorpus> corpus = absl::UnknownError("not read");
  const absl::Status read = files->Read(caller.patience, [&](sql::Connection& connection) {
    corpus = ReadCorpus(&connection, reach, scope, wish);
    return corpus.status();
  });
  if (!read.ok()) return read;
  return corpus;
}

std::vector<std::string> CodeKeys(const std::string& study, const PlaceNames& names) {
  std::vector<std::string> keys;
  for (const std::string& name : names) {
    const auto code = qualitative::ReadStudyPlace(study, name);
    keys.push_back(code.has_value() ? CodeKey(code->above, code->id) : "");
  }
  return keys;
}

CodingSet CodingsBy(const Corpus& corpus, const PlaceNames& coders) {
  const CodingSet all(corpus.codings().size(), true);
  if (coders.empty()) return all;
  Query query{.kind = Query::Kind::kOr};
  for (const std::string& coder : coders) {
    query.parts.push_back({.kind = Query::Kind::kCoder, .id = coder});
  }
  return FindCodings(corpus, query, all);
}

}  // namespace lotse::survey
