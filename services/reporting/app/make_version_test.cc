#include "services/reporting/app/make_version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

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

TEST(MakeFiles, TellsHowManyAreMade) {
  std::vector<std::pair<int, int>> told;
  const auto files = MakeFiles(WithText(10), {"r", 1, "", ""},
                               [&](int done, int total) { told.emplace_back(done, total); });
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(told, ::testing::ElementsAre(::testing::Pair(0, 5), ::testing::Pair(1, 5),
                                           ::testing::Pair(2, 5), ::testing::Pair(3, 5),
                                           ::testing::Pair(4, 5), ::testing::Pair(5, 5)));
}

TEST(MakeFiles, RefusesWhatIsTooLargeToBeKept) {
  const absl::Status refused = MakeFiles(WithText(kMaxFileBytes), {"r", 1, "", ""}).status();
  EXPECT_EQ(rpc::ReasonOf(refused), type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("fewer waves or releases"));
}

// Whatever was released: no file has it as markup, and nothing turns the direction of writing.
TEST(MakeFiles, WritesQuotesAsText) {
  v1alpha::Document document = WithText(10);
  v1alpha::Quote& quote = *document.mutable_sections(0)->add_blocks()->mutable_quote();
  quote.set_text("a\u202Eb <script>x</script> **c** e\u0301 \U0001F469\u200D\U0001F527");
  quote.set_language("und");
  quote.set_role_label("eine befragte Person");
  quote.mutable_release()->set_name("programmes/p/engagements/e/studies/s/materialReleases/m");
  quote.mutable_release()->set_revision(5);
  const auto file = MakeFile(v1alpha::ARTIFACT_FORMAT_HTML, document, {"r", 1, "", ""});
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->content, HasSubstr("a[U+202E]b &lt;script&gt;x&lt;/script&gt; **c** e\u0301 "
                                       "\U0001F469\u200D\U0001F527"));
  EXPECT_THAT(file->content, HasSubstr("eine befragte Person"));
}

// So who follows a version back finds what it was made from.
TEST(SourcesOf, HasReleasedMaterialWithItsRevision) {
  const char* const name = "programmes/p/engagements/e/studies/s/materialReleases/m";
  v1alpha::Document document = WithText(10);
  v1alpha::Source& source = *document.add_sources();
  source.set_service("survey");
  source.set_resource(name);
  source.set_revision("5");
  source.set_content_sha256(std::string(64, 'a'));
  const auto sources = SourcesOf(document);
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].name(), name);
  EXPECT_EQ(sources[0].revision(), 5);
  EXPECT_EQ(sources[0].sha256(), std::string(64, 'a'));
}

}  // namespace
}  // namespace lotse::reporting
