#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

// What use cases that find and count have of a study. What is stored is read and kept in memory
// until it is changed, for those who need most of it (study_image.h); what of it the caller may
// see, and whose consent there is, is read for each request.
namespace lotse::survey {

// Source: study_analysis_service.proto.
inline constexpr size_t kMaxAskedCases = 10'000;
inline constexpr size_t kMaxAskedTexts = 10'000;
inline constexpr size_t kMaxAskedTurns = 500'000;
inline constexpr size_t kMaxAskedCodings = 200'000;
inline constexpr int64_t kMaxAskedWording = 32 << 20;  // Bytes.

using PlaceNames = google::protobuf::RepeatedPtrField<std::string>;

// INVALID_FIELDS: more is asked for than one call reads.
absl::Status TooMuchAsked(absl::string_view what);

// The cases that a request is about, without those that are deleted, out of the caller's reach, or
// of participants who all took their consent back.
class StudyScope {
 public:
  // `places` are names of cases and texts of the study; none: all of it. PERMISSION_MISSING and
  // INVALID_FIELDS if one of them is out of reach or not there.
  static absl::StatusOr<StudyScope> Make(resource::Store& store, const OnBehalf& caller,
                                         const StudyReach& reach, const PlaceNames& places);

  // These cases of a study, whoever asks; none of them is deleted.
  static StudyScope OfAll(const std::vector<v1alpha::StudyCase>& cases);

  // By their ids; with participants and staff, and without what is said of them otherwise.
  const std::vector<v1alpha::StudyCase>& cases() const { return cases_; }
  // Whether no place was named.
  bool takes_all() const { return everything_; }
  // Whether a text of one of these cases is asked for.
  bool Takes(absl::string_view case_id, absl::string_view text_id) const;
  // INVALID_FIELDS if a text that was named is not among `text_ids`, of all that there are.
  absl::Status CheckNamed(const absl::flat_hash_set<std::string>& text_ids) const;
  // Restricted cases that were left out.
  int left_out() const { return left_out_; }

 private:
  absl::Status LoadNamed(resource::Tx& tx, const StudyReach& reach, const PlaceNames& places);
  absl::Status LoadAll(resource::Tx& tx, const StudyReach& reach);
  void Add(const StudyReach& reach, const v1alpha::StudyCase& one);
  void Add(const v1alpha::StudyCase& one);

  struct NamedText {
    std::string text_id;
    std::string field;  // As which it was named.
  };

  std::vector<v1alpha::StudyCase> cases_;
  // Cases that are asked for as a whole, if any place was named.
  absl::flat_hash_set<std::string> whole_;
  absl::flat_hash_map<std::string, std::vector<NamedText>> texts_;
  bool everything_ = false;
  int left_out_ = 0;
};

// A text, without what it says.
struct AskedText {
  std::string text_id;
  std::string case_id;
  std::string language;
  int64_t revision = 0;
  int64_t code_points = 0;
  // Without those that are left out; who speaks is somebody of the case, or empty.
  std::vector<qualitative::StoredTurn> turns = {};
  // What somebody said who took their consent back, along the text.
  std::vector<qualitative::TextSpan> left_out = {};
};

// Whether a part touches what is left out.
bool TouchesLeftOut(const AskedText& text, qualitative::TextSpan part);
// What lies around a part that touches none of it, up to what is left out, and to where the turns
// begin and end in which the part does: what others say is none of its context.
qualitative::TextSpan AroundWithin(const AskedText& text, qualitative::TextSpan part);
// Who speaks in it; empty if nobody or several do.
std::string SpeakerOf(const AskedText& text, qualitative::TextSpan part);

// Of the case of a text the turns that are left out, and the others. False if nothing of the text
// is taken.
bool SetTurns(const qualitative::CaseVoices& voices, std::vector<qualitative::StoredTurn> turns,
              AskedText* text);
bool SetTurns(const v1alpha::StudyCase& one, std::vector<qualitative::StoredTurn> turns,
              AskedText* text);

// Reads the texts of a scope by the ids of case and text, without turns. INVALID_FIELDS: too many,
// or one that was named is not there. Inside a transaction over the material; null: there is none.
absl::StatusOr<std::vector<AskedText>> ReadTexts(sql::Connection* connection,
                                                 const StudyScope& scope);

// What a corpus is made for.
struct CorpusWish {
  // Keys (CodeKey) of the codes whose codings count, with those below them; none: all.
  std::vector<std::string> codes = {};
  // The group of a participant; empty: none.
  std::function<std::string(const v1alpha::Participant&)> group_of = nullptr;
  // Whether the sentences of the texts are found too.
  bool sentences = false;
};

// The attribute that all cases of a corpus have, with the same value: by it they are one group.
inline constexpr char kAllCases[] = "all";

// Whether the codings of a coder are in a corpus.
using SeesCoder = absl::FunctionRef<bool(absl::string_view)>;

struct StudyImage;
struct TextSentences;

// A corpus whose codes are keys, and whose speakers are `{case}/{pseudonym}`.
struct StudyCorpus {
  qualitative::Corpus corpus;
  // As the texts of the corpus.
  std::vector<AskedText> texts;
  // What it was made of: Corpus::Entry::input are numbers of its codings.
  std::shared_ptr<const StudyImage> image;
  // By text, if they were wished for.
  std::vector<std::shared_ptr<const TextSentences>> sentences = {};

  const AskedText& TextOf(const qualitative::Corpus::Entry& coding) const {
    return texts[static_cast<size_t>(coding.text)];
  }
  // A coding as it is stored.
  qualitative::StoredCoding Stored(const qualitative::Corpus::Entry& coding) const;
};

// A participant as a speaker of a corpus.
std::string SpeakerId(absl::string_view case_id, absl::string_view pseudonym);

// Of all that was read what the request is about and may be seen: texts of the scope, without what
// is left out, with the codings of these coders. Pure; as ReadTexts.
absl::StatusOr<StudyCorpus> MakeCorpus(std::shared_ptr<const StudyImage> image, SeesCoder sees,
                                       const StudyScope& scope, const CorpusWish& wish);

// Reads no more than is asked for, and keeps nothing; without sentences. As ReadTexts;
// STORE_CORRUPT.
absl::StatusOr<StudyCorpus> ReadCorpus(sql::Connection* connection, SeesCoder sees,
                                       const StudyScope& scope, const CorpusWish& wish);
// With the codings that the caller sees, of what ImageFor has; without sentences. Inside
// StudyFiles::Read.
absl::StatusOr<StudyCorpus> ReadCorpus(qualitative::StudyFiles& files, sql::Connection& connection,
                                       const StudyReach& reach, const StudyScope& scope,
                                       const CorpusWish& wish);

// The same in a transaction of its own, with sentences if they are wished for, which are found
// behind it; `files` may be null.
absl::StatusOr<StudyCorpus> ReadCorpus(qualitative::StudyFiles* files, const OnBehalf& caller,
                                       const StudyReach& reach, const StudyScope& scope,
                                       const CorpusWish& wish);

// Keys of the codes of these names, which are names of codes of the study.
std::vector<std::string> CodeKeys(const std::string& study, const PlaceNames& names);

// The codings of a corpus by one of these coders; all of them if there are none.
qualitative::CodingSet CodingsBy(const qualitative::Corpus& corpus, const PlaceNames& coders);

}  // namespace lotse::survey
