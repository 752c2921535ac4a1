#include "services/engagement/domain/transfer_rules.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

TEST(TransferRules, Exports) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(name: "programmes/p/engagements/e/exportJobs/x" form: TRANSFER_FORM_ENGAGEMENT)", ""},
      {R"(name: "programmes/p/exportJobs/x" form: TRANSFER_FORM_ENGAGEMENT)", "export_job.form"},
      {R"(name: "programmes/p/exportJobs/x" form: TRANSFER_FORM_CSV collection: "goals")", ""},
      {R"(name: "programmes/p/exportJobs/x" form: TRANSFER_FORM_CSV)", "export_job.collection"},
      {R"(name: "programmes/p/engagements/e/exportJobs/x" form: TRANSFER_FORM_ENGAGEMENT
          collection: "goals")",
       "export_job.collection"},
      {R"(name: "programmes/p/exportJobs/x" form: 7)", "export_job.form"},
  };
  for (const auto& [text, field] : cases) {
    const auto violations = CheckExportJob(FromText<v1alpha::ExportJob>(text));
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, field) << text;
  }
}

TEST(TransferRules, Imports) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(name: "programmes/p/importJobs/x" form: TRANSFER_FORM_ENGAGEMENT
          source: "programmes/p/blobs/b")",
       ""},
      {R"(name: "programmes/p/engagements/e/importJobs/x" form: TRANSFER_FORM_ENGAGEMENT
          source: "programmes/p/engagements/e/blobs/b")",
       "import_job.form"},
      {R"(name: "programmes/p/engagements/e/importJobs/x" form: TRANSFER_FORM_CSV
          collection: "goals" source: "programmes/p/engagements/e/blobs/b")",
       ""},
      {R"(name: "programmes/p/engagements/e/importJobs/x" form: TRANSFER_FORM_CSV
          collection: "goals" source: "programmes/p/blobs/b")",
       "import_job.source"},
      {R"(name: "programmes/p/engagements/e/importJobs/x" form: TRANSFER_FORM_CSV
          collection: "goals" source: "programmes/p/engagements/f/blobs/b")",
       "import_job.source"},
  };
  for (const auto& [text, field] : cases) {
    const auto violations = CheckImportJob(FromText<v1alpha::ImportJob>(text));
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, field) << text;
  }
}

TEST(TransferRules, HasEnded) {
  EXPECT_FALSE(HasEnded(v1alpha::TRANSFER_STATE_WAITING));
  EXPECT_FALSE(HasEnded(v1alpha::TRANSFER_STATE_RUNNING));
  EXPECT_TRUE(HasEnded(v1alpha::TRANSFER_STATE_SUCCEEDED));
  EXPECT_TRUE(HasEnded(v1alpha::TRANSFER_STATE_FAILED));
  EXPECT_TRUE(HasEnded(v1alpha::TRANSFER_STATE_CANCELLED));
}

}  // namespace
}  // namespace lotse::engagement
