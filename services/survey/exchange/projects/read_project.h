#pragma once

#include <map>
#include <string>

#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::projects {

// What of a study a project may have been made of: by the guids that ExportStudy gives to it.
struct OwnMaterial {
  std::map<std::string, v1alpha::StudyCase> cases;
  std::map<std::string, CodebookMaterial> codebooks;  // All `is_there`.
};

// What a project is read for. All outlive the reading.
struct ProjectChoices {
  const v1alpha::Study& study;
  const v1alpha::ImportStudyRequest::Head& head;
  // Id of the coder that the caller is; empty if they code no more, or never did.
  const std::string& own_coder;
  // The cases of `head.places`, by their ids.
  const std::map<std::string, v1alpha::StudyCase>& cases;
  // Null: nothing of the project can be of the study.
  const OwnMaterial* own = nullptr;
};

// What a study takes of a project: with ids, but not checked against the rules of cases and texts.
// What the study has already, as the project was made of it, is that (`is_there`): its cases with
// those who took part, and its codebooks. Of these a WARNING tells what is otherwise in the
// project, and an ERROR that codings have a code which the codebook has not.
// Sets, links, variables and cases of other programs are kept as they are, unless the head says
// otherwise. What it has no place for is a WARNING with its guid; what is missing or not clear is
// an ERROR, and then the material counts for nothing. Nothing of what people said, no name of a
// user and no title is in a finding.
StudyMaterial ReadMaterial(const refi::Project& project, const ProjectChoices& choices,
                           FindingList* findings);

}  // namespace lotse::survey::projects
