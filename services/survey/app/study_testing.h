#pragma once

#include <string>
#include <utility>

#include "services/survey/app/app_testing.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/text_rows.h"

// What the tests of qualitative studies share. It is 15 January 2021; the case g was held on the
// 10th, its names are kept for 6 months and its texts for 24.
namespace lotse::survey {

inline constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
inline constexpr char kGuide[] = "programmes/p/engagements/e/studies/s/guides/eins";
inline constexpr char kCase[] = "programmes/p/engagements/e/studies/s/cases/g";

class StudyTest : public AppTest {
 protected:
  static v1alpha::CreateStudyRequest StudyRequest() {
    v1alpha::CreateStudyRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e" study_id: "s"
           study { title { variants { language: "de" text: "Wie arbeitet das Haus?" } }
                   kinds: [KIND_IN_DEPTH_INTERVIEW, KIND_FOCUS_GROUP]
                   coders { coder_id: "eins" subject: "sub-1" }
                   attributes { code: "alter" label { variants { language: "de" text: "Alter" } }
                     categories { code: "u40" label { variants { language: "de" text: "< 40" } } }
                     categories { code: "ab40" label { variants { language: "de" text: "ab 40" } } } }
                   roles { code: "team" label { variants { language: "de" text: "Team" } } }
                   roles { code: "leitung" label { variants { language: "de" text: "Leitung" } } }
                   retention { names_months: 6 material_months: 24 } })",
        &q);
    return q;
  }
  static v1alpha::CreateGuideRequest GuideRequest(const char* id = "eins") {
    v1alpha::CreateGuideRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s"
           guide { title { variants { language: "de" text: "Leitfaden" } } version: "1"
                   kinds: KIND_FOCUS_GROUP
                   sections { code: "auftakt" title { variants { language: "de" text: "Auftakt" } }
                     questions { code: "wie"
                       text { variants { language: "de" text: "Wie läuft es?" } } } } })",
        &q);
    q.set_guide_id(id);
    return q;
  }
  static v1alpha::CreateStudyCaseRequest CaseRequest(const char* id = "g") {
    v1alpha::CreateStudyCaseRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s"
           study_case { title { variants { language: "de" text: "Gruppe 1" } }
                        kind: KIND_FOCUS_GROUP
                        guide: "programmes/p/engagements/e/studies/s/guides/eins"
                        held_date { year: 2021 month: 1 day: 10 }
                        participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES
                          values { attribute: "alter" category: "u40" } }
                        participants { pseudonym: "P02" role: "team" consent: CONSENT_ANALYSIS }
                        staff { pseudonym: "M1" role: ROLE_MODERATOR } })",
        &q);
    q.set_study_case_id(id);
    return q;
  }
  void MakeStudy() { ASSERT_EQ(Run(StudyRequest(), &study_), kOk) << status_; }
  void MakeCase() {
    MakeStudy();
    ASSERT_EQ(Run(GuideRequest(), &guide_), kOk) << status_;
    ASSERT_EQ(Run(CaseRequest(), &case_), kOk) << status_;
  }
  ErrorReason UpdateStudy(const v1alpha::Study& study) {
    v1alpha::UpdateStudyRequest q;
    *q.mutable_study() = study;
    q.mutable_update_mask()->add_paths("*");
    v1alpha::Study updated;  // What a refusal leaves there is no study.
    const ErrorReason reason = Run(q, &updated);
    if (reason == kOk) study_ = updated;
    return reason;
  }
  ErrorReason UpdateCase(const v1alpha::StudyCase& study_case) {
    v1alpha::UpdateStudyCaseRequest q;
    *q.mutable_study_case() = study_case;
    return Run(q, &case_);
  }
  ErrorReason DeleteCase() {
    return ByName<v1alpha::DeleteStudyCaseRequest>(kCase, case_.etag(), &case_);
  }
  // Stores a text in the case with one coding.
  void Code() {
    const auto files = studies_->Make(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status added = (*files)->Add([](sql::Connection& connection) -> absl::Status {
      qualitative::StoredText text;
      text.text_id = "t";
      text.case_id = "g";
      text.content = "Wir reden.";
      text.code_points = 10;
      if (absl::Status s = qualitative::AddText(connection, text); !s.ok()) return s;
      return qualitative::AddCoding(connection, {"c", "t", {0, 3}, "reden", "eins", 1}).status();
    });
    ASSERT_TRUE(added.ok()) << added;
  }

  v1alpha::Study study_;
  v1alpha::Guide guide_;
  v1alpha::StudyCase case_;
};

}  // namespace lotse::survey
