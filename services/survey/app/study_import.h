#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/codebook.pb.h"
#include "services/survey/app/study_exchange.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/text_rows.h"

// What the readers of files for a study have in common.
namespace lotse::survey {

// What a file makes of a study, ready to be stored.
struct StudyImport {
  std::vector<v1alpha::StudyCase> cases;  // To be made, with their names.
  std::vector<std::string> taken_cases;   // Names of those that are there and have texts in it.
  std::vector<qualitative::StoredText> texts;
  std::map<std::string, v1alpha::Codebook> codebooks;  // To be made, by their ids.
  std::set<std::string> codebooks_there;               // Ids of those that the file made before.
  std::vector<qualitative::StoredCoding> codings;
  // A memo on a coding has the name of that as the file gives it.
  std::vector<qualitative::StoredMemo> memos;
  // What another program has beyond that, with the ids of what it refers to.
  std::vector<qualitative::ForeignThing> foreign;
  // Of texts that are there, by their ids: which revision was decided upon. Nothing of these is
  // stored anew.
  std::map<std::string, int64_t> revisions;
};

// A file that is read for a study.
struct StudyFileReading {
  resource::Store& store;
  qualitative::StudyStore& studies;
  const OnBehalf& caller;
  const StudyReach& reach;
  const v1alpha::ImportStudyRequest::Head& head;
  absl::string_view file;
  FindingList& findings;
};

// Each reads one format. With an ERROR among the findings `made` counts for nothing.
// UNREADABLE_SOURCE, PERMISSION_MISSING, RESOURCE_DELETED, RELEASE_BLOCKED.
absl::Status ReadProjectFile(const StudyFileReading& reading, StudyImport* made);
absl::Status ReadCodingTable(const StudyFileReading& reading, StudyImport* made);

// ETAG_MISMATCH: what a file was checked against is not so any more. Who reads it anew is told what
// does not fit.
absl::Status WasChanged(const std::string& resource, absl::string_view what);

// UNREADABLE_SOURCE.
absl::Status UnreadableFile(const absl::Status& why);

// Takes the findings of a library; false if one is an ERROR.
bool TakeFindings(const std::vector<v1alpha::ImportFinding>& from, FindingList* findings);

}  // namespace lotse::survey
