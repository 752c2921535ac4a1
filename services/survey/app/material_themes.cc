#include "services/survey/app/material_themes.h"

#include <algorithm>
#include <utility>

#include "runtime/rpc/error.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/themes/theme_counts.h"

namespace lotse::survey {
namespace {

using qualitative::CodingSet;
using qualitative::StoredThemeCount;
using v1alpha::MaterialRelease;
using Unit = StoredThemeCount::Unit;

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

// The codings with these themes of all coders, in all cases that have texts.
absl::StatusOr<StudyCorpus> ReadAll(sql::Connection& connection, const StudyRecord& record,
                                    const std::vector<std::string>& themes) {
  CorpusWish wish;
  wish.codes = themes;
  // All who take part are one group.
  wish.group_of = [](const v1alpha::Participant&) { return std::string(kAllCases); };
  auto coded = ReadCorpus(
      &connection, [](absl::string_view) { return true; }, StudyScope::OfAll(record.cases), wish);
  if (!absl::IsInvalidArgument(coded.status())) return coded;
  return rpc::InvalidFields(
      {{"name",
        "of a study that is larger than what is counted at once: 10,000 texts, 500,000 turns, and "
        "200,000 codings with the themes; release fewer themes"}});
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
  std::vector<std::string> themes;
  absl::StatusOr<StudyCorpus> coded = absl::UnknownError("not read");
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) -> absl::Status {
    auto found = ReadCodes(connection);
    if (!found.ok()) return found.status();
    codes = *std::move(found);
    counted.before = CountsBefore(connection, release_id);
    themes = ThemesOf(*release, study, codes, counted.before);
    coded = ReadAll(connection, record, themes);
    return coded.status();
  });
  if (!read.ok()) return read;
  const qualitative::Corpus& corpus = coded->corpus;
  const CodingSet found(corpus.codings().size(), /*full=*/true);
  const auto asked = static_cast<size_t>(release->themes_size());
  const auto speakers = Protect(qualitative::SpeakersByTheme(corpus, found, themes),
                                {release_id, Unit::kParticipants, "", now}, asked, &counted);
  if (!speakers.ok()) return speakers.status();
  const auto cases = Protect(qualitative::CasesByTheme(corpus, found, themes, kAllCases),
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
