#include "services/survey/exchange/projects/project_places.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/projects/project_words.h"

namespace lotse::survey::projects {

ProjectPlaces::ProjectPlaces(const refi::Project& project, const ProjectChoices& choices,
                             const ProjectCases& cases, FindingList* findings)
    : choices_(choices), cases_(cases), findings_(*findings) {
  if (choices.head.places().empty()) return;
  NamedTexts texts;
  for (const refi::Text& text : project.texts) {
    texts.by_guid.try_emplace(text.guid, &text);
    texts.by_name[text.name].push_back(&text);
  }
  for (int i = 0; i < choices.head.places_size(); ++i) {
    AddPlace(choices.head.places(i), texts, absl::StrCat("`head.places[", i, "]"));
  }
}

void ProjectPlaces::AddPlace(const v1alpha::SourcePlace& place, const NamedTexts& texts,
                             const std::string& path) {
  const refi::Text* found = nullptr;
  if (const auto guid = texts.by_guid.find(place.source()); guid != texts.by_guid.end()) {
    found = guid->second;
  } else if (const auto name = texts.by_name.find(place.source()); name != texts.by_name.end()) {
    found = name->second.front();
    if (name->second.size() > 1) {
      return FailAt(name->second[1]->guid,
                    absl::StrCat(path,
                                 ".source` is the name of several texts; give the "
                                 "guid."),
                    &findings_);
    }
  }
  if (found == nullptr) {
    return FailAt("", absl::StrCat(path, ".source` is no text of the file."), &findings_);
  }
  const auto there = choices_.cases.find(place.study_case_id());
  if (there == choices_.cases.end()) {
    return FailAt(found->guid, absl::StrCat(path, ".study_case_id` is no case of the study."),
                  &findings_);
  }
  const auto [guid, is_new] =
      guids_.try_emplace(there->first, UuidOf(absl::StrCat("lotse/cases/", there->second.name())));
  if (is_new) made_.push_back({guid->second, true, there->second});
  if (!named_.try_emplace(found->guid, guid->second).second) {
    FailAt(found->guid, absl::StrCat(path, "` is of a text that has a place already."), &findings_);
  }
}

std::string ProjectPlaces::CaseOf(const refi::Text& text) {
  const auto named = named_.find(text.guid);
  if (named != named_.end()) return named->second;
  const std::string said = cases_.CaseOf(text.guid);
  return said.empty() ? MakeCase(text) : said;
}

std::string ProjectPlaces::MakeCase(const refi::Text& text) {
  if (!choices_.head.has_new_case()) {
    FailAt(text.guid,
           "The text is in no case; name one in `places`, or say in `new_case` what case each such "
           "text gets.",
           &findings_);
    return "";
  }
  CaseMaterial made;
  made.guid = UuidOf(absl::StrCat("lotse/cases of/", text.guid));
  made.content = choices_.head.new_case();
  made.content.set_name(absl::StrCat(choices_.study.name(), "/cases/", CaseIdOf(made.guid)));
  ++numbered_;
  for (auto& variant : *made.content.mutable_title()->mutable_variants()) {
    absl::StrAppend(variant.mutable_text(), " ", numbered_);
  }
  made_.push_back(std::move(made));
  return made_.back().guid;
}

}  // namespace lotse::survey::projects
