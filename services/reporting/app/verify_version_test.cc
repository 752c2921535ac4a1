// What a verification tells of files that it makes anew. That it finds bytes which are not those of
// their hash is in version_files_test.cc.
#include <atomic>
#include <string>
#include <vector>

#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/version_testing.h"
#include "services/reporting/render/full_disk_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::VerifyReportVersionResponse;
using Check = VerifyReportVersionResponse::Check;

// In the order of `artifacts`.
constexpr int kHtml = 0;
constexpr int kJson = 1;

class VerifyVersionTest : public VersionTesting {
 protected:
  // What became of each file, without the prefix of the enum: of the document, and of the forms in
  // their order.
  static std::vector<std::string> Renderings(const VerifyReportVersionResponse& response) {
    std::vector<std::string> renderings;
    for (const Check& check : response.checks()) {
      renderings.push_back(Check::Rendering_Name(check.rendering()).substr(sizeof "RENDERING"));
    }
    return renderings;
  }
  // Stores `version_` past the rules, as somebody could who writes to the store.
  void Store() {
    Force([&](Tx& tx) { return tx.Save("TEST", "", &version_); });
  }
  // Replaces a file and its recorded hash together.
  void Replace(int artifact, const std::string& content) {
    Damage(version_.artifacts(artifact).format(), content);
    version_.mutable_artifacts(artifact)->set_sha256(types::Sha256Hex(content));
    Store();
  }
  // Replaces the document and its hashes, and no other file.
  void ReplaceDocument(const v1alpha::Document& forged) {
    const std::string json = *types::CanonicalJson(forged);
    version_.set_content_sha256(types::Sha256Hex(json));
    Replace(kJson, json);
  }
  std::string File(v1alpha::ArtifactFormat format) {
    EXPECT_EQ(GetFile(format), kOk) << status_;
    return file_.content;
  }
};

TEST_F(VerifyVersionTest, EachFileIsTheSameIfItIsMadeAnew) {
  const auto verified = Verify();
  EXPECT_TRUE(verified.same());
  EXPECT_THAT(Renderings(verified),
              ElementsAre("UNSPECIFIED", "SAME", "SAME", "SAME", "SAME", "SAME"));
  EXPECT_EQ(verified.made_with(), LOTSE_VERSION);
  EXPECT_EQ(verified.verified_with(), LOTSE_VERSION);
}

// A version that shows what it corrects, and of which the files name the one before.
TEST_F(VerifyVersionTest, SoIsACorrection) {
  Release();
  MakeVersion(German("Zahlendreher"));
  ASSERT_NE(version_.previous_sha256(), "");
  EXPECT_THAT(Renderings(Verify()),
              ElementsAre("UNSPECIFIED", "SAME", "SAME", "SAME", "SAME", "SAME"));
}

// Whoever can write to the store can do that, and the hashes do not tell (decision 0027).
TEST_F(VerifyVersionTest, FindsAFileThatWasReplacedWithItsHash) {
  Replace(kHtml, "<!DOCTYPE html><title>anders</title>");
  const auto verified = Verify();
  EXPECT_TRUE(verified.same()) << "the verdict is that of the hashes";
  EXPECT_TRUE(verified.checks(1 + kHtml).same());
  EXPECT_THAT(Renderings(verified),
              ElementsAre("UNSPECIFIED", "DIFFERS", "SAME", "SAME", "SAME", "SAME"));
}

// The other files show what the document said.
TEST_F(VerifyVersionTest, FindsADocumentThatWasReplacedWithItsHashes) {
  ASSERT_EQ(Document(), kOk);
  v1alpha::Document forged = document_;
  forged.set_title("Gefälscht");
  ReplaceDocument(forged);
  const auto verified = Verify();
  EXPECT_TRUE(verified.same());
  EXPECT_THAT(Renderings(verified),
              ElementsAre("UNSPECIFIED", "DIFFERS", "SAME", "DIFFERS", "DIFFERS", "DIFFERS"));
}

TEST_F(VerifyVersionTest, WhichLotseMadeItMayNotBeKnown) {
  version_.clear_lotse_version();
  Store();
  EXPECT_EQ(Verify().made_with(), "");
  version_.set_lotse_version("0.0.1");
  Store();
  EXPECT_EQ(Verify().made_with(), "0.0.1");
}

// What is damaged or lost can be made again from the document.
TEST_F(VerifyVersionTest, ADamagedFileCanBeMadeAnew) {
  const std::string html = File(v1alpha::ARTIFACT_FORMAT_HTML);
  for (const std::string& damaged : {std::string(), html + " "}) {
    Damage(v1alpha::ARTIFACT_FORMAT_HTML, damaged);
    const auto verified = Verify();
    EXPECT_FALSE(verified.same());
    EXPECT_EQ(Renderings(verified)[1 + kHtml], "SAME");
  }
}

TEST_F(VerifyVersionTest, WithoutTheFrozenDocumentNothingCanBeMade) {
  const auto impossible = ElementsAre("UNSPECIFIED", "IMPOSSIBLE", "IMPOSSIBLE", "IMPOSSIBLE",
                                      "IMPOSSIBLE", "IMPOSSIBLE");
  ASSERT_EQ(Document(), kOk);
  v1alpha::Document other = document_;
  other.set_title("Gefälscht");
  for (const std::string& damaged : {std::string(), *types::CanonicalJson(other)}) {
    Damage(v1alpha::ARTIFACT_FORMAT_JSON, damaged);
    const auto verified = Verify();
    EXPECT_FALSE(verified.same());
    EXPECT_THAT(Renderings(verified), impossible);
  }
  // Of a later Lotse, say: it has its hash, and this one cannot read it.
  const std::string unknown = R"({"unknown":"field"})";
  version_.set_content_sha256(types::Sha256Hex(unknown));
  Replace(kJson, unknown);
  const auto verified = Verify();
  EXPECT_TRUE(verified.same());
  EXPECT_THAT(Renderings(verified), impossible);
}

// Of which this Lotse would keep no file.
TEST_F(VerifyVersionTest, ADocumentThatIsTooLargeHasNoFile) {
  ASSERT_EQ(Document(), kOk);
  v1alpha::Document large = document_;
  large.mutable_sections(0)->add_blocks()->mutable_paragraph()->set_text(
      std::string(kMaxFileBytes, 'x'));
  ReplaceDocument(large);
  const auto verified = Verify();
  EXPECT_TRUE(verified.same());
  EXPECT_EQ(Renderings(verified)[1 + kHtml], "IMPOSSIBLE");
  EXPECT_EQ(Renderings(verified)[1 + kJson], "IMPOSSIBLE");
}

// What it says then would be of this machine, and not of what is kept.
TEST_F(VerifyVersionTest, AFullDiskIsNoFaultOfWhatIsKept) {
  v1alpha::VerifyReportVersionRequest q;
  q.set_name(version_.name());
  VerifyReportVersionResponse r;
  ErrorReason reason = kOk;
  {
    const FullDisk full(0);
    reason = Look(&VerifyReportVersion, q, &r);
  }
  EXPECT_EQ(reason, type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE) << status_;
  EXPECT_THAT(std::string(status_.message()), HasSubstr("free space"));
  EXPECT_TRUE(status_.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_THAT(Renderings(Verify()),
              ElementsAre("UNSPECIFIED", "SAME", "SAME", "SAME", "SAME", "SAME"));
}

// INTERNAL is what the shell notes in the log. A sheet has 16,384 columns at most, and a document
// that was checked has far fewer.
TEST_F(VerifyVersionTest, AFaultOfARendererEndsTheCall) {
  ASSERT_EQ(Document(), kOk);
  v1alpha::Document wide = document_;
  v1alpha::Table* table = wide.mutable_sections(0)->add_blocks()->mutable_table();
  for (int i = 0; i <= 16384; ++i) table->add_columns("x");
  ReplaceDocument(wide);
  v1alpha::VerifyReportVersionRequest q;
  q.set_name(version_.name());
  VerifyReportVersionResponse r;
  const absl::Status fault = VerifyReportVersion({*store_, cause_.view, {}}, q, &r);
  EXPECT_EQ(fault.code(), absl::StatusCode::kInternal) << fault;
  EXPECT_THAT(std::string(fault.message()), HasSubstr("the workbook cannot be written"));
}

TEST_F(VerifyVersionTest, FewGoOnAtOnce) {
  v1alpha::VerifyReportVersionRequest q;
  q.set_name(version_.name());
  VerifyReportVersionResponse r;
  std::atomic<int> running = kMostVerifications - 1;
  const auto verify = [&] {
    return Reason(VerifyAmongFew(&running, {*store_, cause_.view, {}}, q, &r));
  };
  EXPECT_EQ(verify(), kOk) << status_;
  EXPECT_EQ(running.load(), kMostVerifications - 1);
  ++running;
  EXPECT_EQ(verify(), type::v1alpha::ERROR_REASON_OVERLOADED);
  EXPECT_TRUE(status_.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_EQ(running.load(), kMostVerifications) << "who is refused takes no place";
  running = 0;
  q.set_name(absl::StrCat(kReport, "/versions/v0009"));
  EXPECT_EQ(verify(), kNotFound);
  EXPECT_EQ(running.load(), 0);
}

// However often it was asked whether somebody waits: nothing more is made once nobody does.
TEST_F(VerifyVersionTest, StopsWhenTheCallerIsGone) {
  v1alpha::VerifyReportVersionRequest q;
  q.set_name(version_.name());
  bool stopped_between = false;
  absl::Status status = absl::UnknownError("not asked yet");
  for (int questions = 0; !status.ok() && questions < 1000; ++questions) {
    int left = questions;
    sql::Patience patience;
    patience.gone = [&left] { return --left < 0; };
    VerifyReportVersionResponse r;
    status = VerifyReportVersion({*store_, cause_.view, patience}, q, &r);
    if (status.ok()) break;
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_CALLER_GONE);
    if (r.checks_size() > 0) stopped_between = true;
  }
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(stopped_between);
}

}  // namespace
}  // namespace lotse::reporting
