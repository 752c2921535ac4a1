#include "services/survey/app/material_themes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/measures/theme_counts.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::CodingSet;
using qualitative::Corpus;
using qualitative::CorpusInput;
using qualitative::StoredThemeCount;
using v1alpha::MaterialRelease;
using v1alpha::Participant;
using v1alpha::StudyCase;
using Unit = StoredThemeCount::Unit;

// Rows that are read at a time.
constexpr int kBatch = 1000;
// The one group that all belong to, and the attribute by which cases do.
constexpr char kAll[] = "all";

// Reads the codings of a study as they are counted, inside a transaction over the material.
class CorpusReader {
 public:
  explicit CorpusReader(sql::Connection* connection) : connection_(*connection) {}

  CorpusInput Read(const StudyRecord& record, const qualitative::Codebook& codes) {
    input_.codebook = codes;
    for (const StudyCase& each : record.cases) AddCase(each);
    for (const auto& code : codes.codes) codes_.insert(code.id);
    AddCodings();
    return std::move(input_);
  }

 private:
  static std::string SpeakerOf(const std::string& case_id, const std::string& pseudonym) {
    return absl::StrCat(case_id, "/", pseudonym);
  }

  void AddCase(const StudyCase& study_case) {
    const std::string id = LastPart(study_case.name());
    const size_t texts = input_.texts.size();
    absl::flat_hash_set<std::string> counted, gone;
    for (const Participant& one : study_case.participants()) {
      const bool counts = one.consent() == Participant::CONSENT_ANALYSIS ||
                          one.consent() == Participant::CONSENT_QUOTES;
      (counts ? counted : gone).insert(one.pseudonym());
    }
    std::string last;
    while (true) {
      const auto batch = qualitative::TextsBehind(connection_, id, last, kBatch);
      for (const auto& text : batch) AddText(id, text, counted, gone);
      if (batch.size() < static_cast<size_t>(kBatch)) break;
      last = batch.back().text_id;
    }
    if (input_.texts.size() == texts) return;
    input_.cases.push_back({id, {{kAll, kAll}}});
    for (const Participant& one : study_case.participants()) {
      if (counted.contains(one.pseudonym())) {
        input_.speakers.push_back({SpeakerOf(id, one.pseudonym()), kAll});
      }
    }
  }

  void AddText(const std::string& case_id, const qualitative::StoredText& text,
               const absl::flat_hash_set<std::string>& counted,
               const absl::flat_hash_set<std::string>& gone) {
    qualitative::CorpusText added{text.text_id, case_id, text.code_points};
    auto& withdrawn = withdrawn_[text.text_id];
    for (const auto& turn : qualitative::TurnsOfText(connection_, text.text_id)) {
      const bool counts = counted.contains(turn.speaker);
      added.turns.push_back({turn.span, counts ? SpeakerOf(case_id, turn.speaker) : ""});
      withdrawn.push_back(gone.contains(turn.speaker));
    }
    texts_[text.text_id] = input_.texts.size();
    input_.texts.push_back(std::move(added));
  }

  // Whether all that a coding touches was said by people who are not analysed.
  bool IsWithdrawn(const qualitative::StoredCoding& coding) const {
    const auto& turns = input_.texts[texts_.at(coding.text_id)].turns;
    const std::vector<bool>& withdrawn = withdrawn_.at(coding.text_id);
    bool touches = false;
    for (size_t i = 0; i < turns.size(); ++i) {
      const auto& span = turns[i].span;
      if (span.begin >= coding.span.end || span.end <= coding.span.begin) continue;
      if (!withdrawn[i]) return false;
      touches = true;
    }
    return touches;
  }

  void AddCodings() {
    qualitative::StoredCoding last;
    last.span = {-1, -1};
    while (true) {
      const auto batch = qualitative::CodingsBehind(connection_, last, kBatch);
      for (const auto& coding : batch) {
        if (!codes_.contains(coding.code_id) || !texts_.contains(coding.text_id)) continue;
        if (IsWithdrawn(coding)) continue;
        input_.codings.push_back({coding.coding_id, coding.code_id, coding.text_id, coding.span,
                                  coding.coder, coding.create_time / 1000});
      }
      if (batch.size() < static_cast<size_t>(kBatch)) return;
      last = batch.back();
    }
  }

  sql::Connection& connection_;
  CorpusInput input_;
  absl::flat_hash_set<std::string> codes_;
  absl::flat_hash_map<std::string, size_t> texts_;
  absl::flat_hash_map<std::string, std::vector<bool>> withdrawn_;  // By text, then by turn.
};

// The ids of the codes: those of the release, then those that other releases told and that are
// there still.
std::vector<std::string> ThemesOf(const MaterialRelease& release, const std::string& study,
                                  const StudyCodes& codes,
                                  const std::vector<StoredThemeCount>& before) {
  std::vector<std::string> themes;
  absl::flat_hash_set<std::string> seen, there;
  for (const auto& code : codes.codes.codes) there.insert(code.id);
  for (const auto& theme : release.themes()) {
    themes.push_back(codes.Find(study, theme.code())->id);
    seen.insert(themes.back());
  }
  for (const StoredThemeCount& count : before) {
    if (there.contains(count.code_id) && seen.insert(count.code_id).second) {
      themes.push_back(count.code_id);
    }
  }
  return themes;
}

// Protects the counts of one unit, and adds them to what is kept.
absl::StatusOr<qualitative::ThemeCounts> Protect(const qualitative::ThemeMatrix& matrix,
                                                 const StoredThemeCount& like, size_t asked,
                                                 CountedThemes* counted) {
  std::vector<qualitative::ToldTheme> told;
  for (const StoredThemeCount& count : counted->before) {
    if (count.unit != like.unit) continue;
    told.push_back({count.code_id, count.base, count.count, count.is_shown});
  }
  auto shown = qualitative::ProtectCounts(matrix, asked, told);
  if (!shown.ok() || matrix.sizes.empty()) return shown;
  for (size_t theme = 0; theme < asked; ++theme) {
    StoredThemeCount count = like;
    count.code_id = matrix.themes[theme];
    count.base = matrix.sizes[0];
    count.count = matrix.at(0, theme);
    count.is_shown = shown->counts[theme].has_value();
    counted->counts.push_back(std::move(count));
  }
  return shown;
}

}  // namespace

std::vector<StoredThemeCount> CountsBefore(sql::Connection& connection,
                                           const std::string& release_id) {
  std::vector<StoredThemeCount> counts = qualitative::AllThemeCounts(connection);
  counts.erase(std::remove_if(counts.begin(), counts.end(),
                              [&](const auto& each) { return each.release_id == release_id; }),
               counts.end());
  return counts;
}

absl::StatusOr<CountedThemes> CountThemes(const StudyRecord& record, qualitative::StudyFiles* files,
                                          const sql::Patience& patience, int64_t now,
                                          MaterialRelease* release) {
  CountedThemes counted;
  if (release->themes().empty()) return counted;
  const std::string& study = record.study.name();
  const std::string release_id = LastPart(release->name());
  StudyCodes codes;
  CorpusInput input;
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) -> absl::Status {
    auto found = ReadCodes(connection);
    if (!found.ok()) return found.status();
    codes = *std::move(found);
    counted.before = CountsBefore(connection, release_id);
    input = CorpusReader(&connection).Read(record, codes.codes);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  const Corpus corpus(input);
  const CodingSet found(corpus.codings().size(), /*full=*/true);
  const std::vector<std::string> themes = ThemesOf(*release, study, codes, counted.before);
  const auto asked = static_cast<size_t>(release->themes_size());
  const auto speakers = Protect(qualitative::SpeakersByTheme(corpus, found, themes),
                                {release_id, Unit::kParticipants, "", now}, asked, &counted);
  if (!speakers.ok()) return speakers.status();
  const auto cases = Protect(qualitative::CasesByTheme(corpus, found, themes, kAll),
                             {release_id, Unit::kCases, "", now}, asked, &counted);
  if (!cases.ok()) return cases.status();
  if (speakers->base.has_value()) release->set_participants(static_cast<int>(*speakers->base));
  if (cases->base.has_value()) release->set_cases(static_cast<int>(*cases->base));
  for (size_t i = 0; i < asked; ++i) {
    v1alpha::ReleasedTheme* const theme = release->mutable_themes(static_cast<int>(i));
    theme->set_label(codes.Find(study, theme->code())->name);
    const auto place = qualitative::ReadStudyPlace(study, theme->code());
    theme->set_codebook_revision(codes.revisions.at(place->above));
    if (speakers->counts[i].has_value())
      theme->set_speakers(static_cast<int>(*speakers->counts[i]));
    if (cases->counts[i].has_value()) theme->set_cases(static_cast<int>(*cases->counts[i]));
  }
  return counted;
}

}  // namespace lotse::survey
