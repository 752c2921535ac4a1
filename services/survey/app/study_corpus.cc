#include "services/survey/app/study_corpus.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/ready_texts.h"
#include "services/survey/app/study_image.h"
#include "services/survey/qualitative/coding/retrieval.h"
#include "services/survey/qualitative/rules/speaker_groups.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::CaseVoices;
using qualitative::CodingSet;
using qualitative::Corpus;
using qualitative::CorpusInput;
using qualitative::CorpusText;
using qualitative::Query;
using qualitative::StoredCoding;
using qualitative::StudyFiles;
using v1alpha::Participant;
using v1alpha::StudyCase;

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
  made.turns.reserve(text.turns.size());
  for (const auto& turn : text.turns) {
    made.turns.push_back(
        {turn.span, turn.speaker.empty() ? "" : SpeakerId(text.case_id, turn.speaker)});
  }
  return made;
}

// Takes out of an image what a request is about.
class CorpusMaker {
 public:
  CorpusMaker(const StudyImage& image, SeesCoder sees, const StudyScope& scope,
              const CorpusWish& wish)
      : image_(image), sees_(sees), scope_(scope), wish_(wish) {}

  absl::Status Make() {
    if (absl::Status s = TakeTexts(); !s.ok()) return s;
    return TakeCodings();
  }
  // Without the codings.
  CorpusInput Input() const {
    CorpusInput input;
    input.codebook = image_.codes;
    absl::flat_hash_set<std::string> with_texts;
    input.texts.reserve(texts_.size());
    for (const AskedText& text : texts_) {
      input.texts.push_back(ForCorpus(text));
      with_texts.insert(text.case_id);
    }
    for (const StudyCase& one : scope_.cases()) {
      // Of a case that is only planned nobody can know whether a code is there: it counts nowhere.
      if (!with_texts.contains(LastPart(one.name()))) continue;
      AddPeople(one, wish_, &input);
    }
    return input;
  }
  // Gives the codings numbers among those who gave one of them.
  std::vector<std::string> Coders() {
    std::vector<int> numbers(image_.coders.size(), -1);
    for (const Corpus::Entry& entry : codings_) numbers[static_cast<size_t>(entry.coder)] = 0;
    std::vector<std::string> coders;
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] < 0) continue;
      numbers[i] = static_cast<int>(coders.size());
      coders.push_back(image_.coders[i]);
    }
    for (Corpus::Entry& entry : codings_) entry.coder = numbers[static_cast<size_t>(entry.coder)];
    return coders;
  }
  std::vector<Corpus::Entry> TakeOutCodings() { return std::move(codings_); }
  std::vector<AskedText> TakeOutTexts() { return std::move(texts_); }

 private:
  absl::Status TakeTexts() {
    absl::flat_hash_set<std::string> there;
    size_t turns = 0;
    for (const StudyCase& one : scope_.cases()) {
      const std::string case_id = LastPart(one.name());
      const CaseVoices voices(one);
      const std::pair<size_t, size_t> numbers = image_.TextsOf(case_id);
      for (size_t i = numbers.first; i < numbers.second; ++i) {
        const StudyImage::Text& text = image_.texts[i];
        if (!scope_.Takes(case_id, text.text_id)) continue;
        there.insert(text.text_id);
        if (there.size() > kMaxAskedTexts) return TooMuchAsked("10,000 texts");
        turns += text.turns.size();
        if (turns > kMaxAskedTurns) return TooMuchAsked("500,000 turns");
        AskedText asked{text.text_id, case_id, text.language, text.revision, text.code_points};
        if (!SetTurns(voices, text.turns, &asked)) continue;
        texts_.push_back(std::move(asked));
        numbers_.push_back(i);
      }
    }
    return scope_.CheckNamed(there);
  }

  absl::Status TakeCodings() {
    const std::vector<bool> wanted = WantedCodes(image_.codes, wish_.codes);
    std::vector<bool> seen;
    for (const std::string& coder : image_.coders) seen.push_back(sees_(coder));
    for (size_t text = 0; text < texts_.size(); ++text) {
      const std::pair<size_t, size_t> codings = image_.texts[numbers_[text]].codings;
      for (size_t i = codings.first; i < codings.second; ++i) {
        const StudyImage::Mark& mark = image_.codings[i];
        if (!seen[static_cast<size_t>(mark.coder)] || !wanted[static_cast<size_t>(mark.code)] ||
            TouchesLeftOut(texts_[text], mark.span)) {
          continue;
        }
        codings_.push_back({.text = static_cast<int>(text),
                            .begin = static_cast<int32_t>(mark.span.begin),
                            .end = static_cast<int32_t>(mark.span.end),
                            .code = mark.code,
                            .coder = mark.coder,
                            .time_ms = mark.create_time / 1000,
                            .input = static_cast<int>(i)});
      }
      if (codings_.size() > kMaxAskedCodings) return TooMuchAsked("200,000 codings");
    }
    return absl::OkStatus();
  }

  const StudyImage& image_;
  const SeesCoder sees_;
  const StudyScope& scope_;
  const CorpusWish& wish_;
  std::vector<AskedText> texts_;
  std::vector<size_t> numbers_;  // Of the texts in the image.
  std::vector<Corpus::Entry> codings_;
};

}  // namespace

std::string SpeakerId(absl::string_view case_id, absl::string_view pseudonym) {
  return absl::StrCat(case_id, "/", pseudonym);
}

StoredCoding StudyCorpus::Stored(const Corpus::Entry& coding) const {
  return image->CodingAt(static_cast<size_t>(coding.input));
}

absl::StatusOr<StudyCorpus> MakeCorpus(std::shared_ptr<const StudyImage> image, SeesCoder sees,
                                       const StudyScope& scope, const CorpusWish& wish) {
  CorpusMaker maker(*image, sees, scope, wish);
  if (absl::Status s = maker.Make(); !s.ok()) return s;
  std::vector<std::string> coders = maker.Coders();
  Corpus corpus(maker.Input(), std::move(coders), maker.TakeOutCodings());
  return StudyCorpus{std::move(corpus), maker.TakeOutTexts(), std::move(image)};
}

absl::StatusOr<StudyCorpus> ReadCorpus(sql::Connection* connection, SeesCoder sees,
                                       const StudyScope& scope, const CorpusWish& wish) {
  auto image = ReadImage(connection, sees, scope, wish.codes);
  if (!image.ok()) return image.status();
  return MakeCorpus(*std::move(image), sees, scope, wish);
}

absl::StatusOr<StudyCorpus> ReadCorpus(StudyFiles& files, sql::Connection& connection,
                                       const StudyReach& reach, const StudyScope& scope,
                                       const CorpusWish& wish) {
  const auto sees = [&](absl::string_view coder) { return reach.Sees(coder); };
  auto image = ImageFor(files, connection, sees, scope, wish.codes);
  if (!image.ok()) return image.status();
  return MakeCorpus(*std::move(image), sees, scope, wish);
}

absl::StatusOr<StudyCorpus> ReadCorpus(StudyFiles* files, const OnBehalf& caller,
                                       const StudyReach& reach, const StudyScope& scope,
                                       const CorpusWish& wish) {
  if (files == nullptr) {
    const auto sees = [&](absl::string_view coder) { return reach.Sees(coder); };
    return ReadCorpus(nullptr, sees, scope, wish);
  }
  absl::StatusOr<StudyCorpus> corpus = absl::UnknownError("not read");
  absl::StatusOr<UncutTexts> uncut = UncutTexts();
  const absl::Status read = files->Read(caller.patience, [&](sql::Connection& connection) {
    corpus = ReadCorpus(*files, connection, reach, scope, wish);
    if (!corpus.ok() || !wish.sentences) return corpus.status();
    uncut = ReadUncut(*files, connection, corpus->texts);
    return uncut.status();
  });
  if (!read.ok()) return read;
  if (!wish.sentences) return corpus;
  auto sentences = CutIntoSentences(*files, caller.patience, *std::move(uncut));
  if (!sentences.ok()) return sentences.status();
  corpus->sentences = *std::move(sentences);
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
