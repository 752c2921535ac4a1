#include "services/reporting/app/make_version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;

v1alpha::Document WithText(size_t bytes) {
  v1alpha::Document document;
  document.set_language("de");
  document.set_title("Bericht");
  v1alpha::Section* section = document.add_sections();
  section->set_section_id("text");
  section->set_title("Text");
  section->add_blocks()->mutable_paragraph()->set_text(std::string(bytes, 'x'));
  return document;
}

TEST(MakeFiles, MakesEachWithItsHash) {
  const auto files = MakeFiles(WithText(10), {"r", 1, "", ""});
  ASSERT_TRUE(files.ok()) << files.status();
  ASSERT_EQ(files->size(), std::size(kArtifactFormats));
  for (size_t i = 0; i < files->size(); ++i) {
    const MadeFile& file = (*files)[i];
    EXPECT_EQ(file.summary.format(), kArtifactFormats[i]);
    EXPECT_EQ(file.summary.sha256(), types::Sha256Hex(file.content));
    EXPECT_EQ(file.summary.size_bytes(), static_cast<int64_t>(file.content.size()));
  }
}

TEST(MakeFiles, RefusesWhatIsTooLargeToBeKept) {
  const absl::Status refused = MakeFiles(WithText(kMaxFileBytes), {"r", 1, "", ""}).status();
  EXPECT_EQ(rpc::ReasonOf(refused), type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("fewer waves or releases"));
}

}  // namespace
}  // namespace lotse::reporting
