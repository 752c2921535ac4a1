#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/rules/quote_rules.h"

// What holds for releases of material; of their single quotes see quote_rules.h.
namespace lotse::survey::qualitative {

// Source: material_release.proto, material_release_service.proto.
inline constexpr int kMaxReleasedThemes = 500;
inline constexpr int kMaxQuotes = 200;
inline constexpr int kMaxMaterialReleases = 100;

// What is wrong with a release by itself.
rpc::FieldViolations CheckMaterialRelease(const v1alpha::MaterialRelease& release);

// What is wrong with a release of this study. `has_code` says whether a code of this name is in
// one of its codebooks. That a name is known is told of one place at most (TellsName).
rpc::FieldViolations CheckOfStudy(const v1alpha::Study& study,
                                  const v1alpha::MaterialRelease& release, const Untold& untold,
                                  absl::FunctionRef<bool(const std::string&)> has_code);

// WRONG_STATE unless it is a draft.
absl::Status CheckIsDraft(const v1alpha::MaterialRelease& release);

// WRONG_STATE if it is out: then it is withdrawn before it is deleted, so that nobody goes on
// showing it.
absl::Status CheckIsNotOut(const v1alpha::MaterialRelease& release);

// Gives each quote of a changed draft the approver that it had, if nothing of it was changed.
void KeepApprovals(const v1alpha::MaterialRelease& before, v1alpha::MaterialRelease* after);

// Takes from a quote who approved it.
void ClearApproval(v1alpha::ReleasedQuote* quote);

// What a quote is known by in its release: the SHA-256 of its wording, as 64 hexadecimal digits.
std::string WordingHash(const v1alpha::ReleasedQuote& quote);

// What is known of a quote by who speaks in its part of a text of `study_case`: `speakers` are the
// pseudonyms of the turns that it touches. Where it is not known who speaks, it may be each who
// took part; of documents nobody is asked, and of open answers nobody could be. Staff is asked for
// no consent, and has no role. `cases` are those of the study that are not deleted.
QuoteFacts FactsOf(const v1alpha::StudyCase& study_case, absl::Span<const std::string> speakers,
                   const std::string& role, absl::Span<const v1alpha::StudyCase> cases);

// Ids that may stand in no wording, as Untold::Of takes them.
struct ToldIds {
  std::vector<std::string> cases;
  std::vector<std::string> people;
};
// Adds those of a case: its own, and pseudonyms.
void AddIdsOf(const v1alpha::StudyCase& study_case, ToldIds* ids);
// Adds those of the coders of a study.
void AddIdsOf(const v1alpha::Study& study, ToldIds* ids);

// What releases a quote stands by: the path of it that obstacles are told of.
std::string QuotePath(const v1alpha::MaterialRelease& release, int quote);

// Adds an obstacle for each violation of CheckOfStudy: what a release that is stored has to be by
// now. The values are not repeated; of a pseudonym in a wording it is told where it stands.
void AddObstacles(const v1alpha::MaterialRelease& release, const rpc::FieldViolations& violations,
                  std::vector<rpc::Obstacle>* obstacles);

// Removes what those who only read figures are not told.
void ToReaders(v1alpha::MaterialRelease* release);

}  // namespace lotse::survey::qualitative
