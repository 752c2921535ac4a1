#include "runtime/blob/blob_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::blob {
namespace {

using ::testing::ElementsAre;
using type::v1alpha::ERROR_REASON_BLOB_REFUSED;
using type::v1alpha::ERROR_REASON_UNSPECIFIED;
using type::v1alpha::UploadBlobRequest;

std::vector<std::string> Fields(const rpc::FieldViolations& violations) {
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field);
  return fields;
}

UploadBlobRequest::Head MakeHead(const std::string& name, const std::string& type,
                                 const std::string& sum = "") {
  UploadBlobRequest::Head head;
  head.mutable_blob()->set_file_name(name);
  head.mutable_blob()->set_media_type(type);
  head.set_sha256(sum);
  return head;
}

TEST(BlobRules, NamesOfFiles) {
  const struct {
    std::string name;
    bool right;
  } cases[] = {
      {"a", true},
      {"Leitbild 2026 – Entwurf.pdf", true},
      {"..", true},
      {std::string(255, 'a'), true},
      {std::string(256, 'a'), false},
      {absl::StrCat(std::string(127, 'a'), "ü", std::string(127, 'a')), false},  // 256 bytes
      {"", false},
      {"a/b", false},
      {"a\\b", false},
      {"a\nb", false},
      {std::string("a\0b", 3), false},
      {"a\xC2\x85", false},  // A control character of two bytes.
      {"a\xFF", false},
      {"a\xC3", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CheckHead(MakeHead(c.name, "text/plain")).empty(), c.right) << c.name;
  }
}

TEST(BlobRules, MediaTypes) {
  for (const char* type :
       {"application/json", "application/pdf", "application/xml", "application/zip", "audio/mpeg",
        "audio/ogg", "image/jpeg", "image/png", "image/svg+xml", "text/csv", "text/markdown",
        "text/plain", "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"}) {
    EXPECT_TRUE(CheckHead(MakeHead("a", type)).empty()) << type;
  }
  for (const char* type :
       {"", "text/html", "Text/Plain", "text/plain; charset=utf-8", "text/plain ",
        "application/octet-stream", "application/vnd.oasis.opendocument"}) {
    EXPECT_THAT(Fields(CheckHead(MakeHead("a", type))), ElementsAre("head.blob.media_type"))
        << type;
  }
}

TEST(BlobRules, SumsAndAllFaultsAtOnce) {
  const std::string digits = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";
  EXPECT_TRUE(CheckHead(MakeHead("a", "text/csv", digits)).empty());
  for (const std::string& sum : {digits.substr(1), digits + "0", "g" + digits.substr(1)}) {
    EXPECT_THAT(Fields(CheckHead(MakeHead("a", "text/csv", sum))), ElementsAre("head.sha256"));
  }
  EXPECT_THAT(Fields(CheckHead(MakeHead("", "", "x"))),
              ElementsAre("head.blob.file_name", "head.blob.media_type", "head.sha256"));
}

TEST(BlobRules, Messages) {
  const struct {
    bool head, first;
    size_t bytes;
    std::vector<std::string> fields;
  } cases[] = {
      {true, true, 0, {}},
      {true, true, kMaxPieceBytes, {}},
      {false, false, kMaxPieceBytes, {}},
      {false, false, kMaxPieceBytes + 1, {"piece"}},
      {true, true, kMaxPieceBytes + 1, {"piece"}},
      {false, true, 1, {"head"}},
      {true, false, 1, {"head"}},
  };
  for (const auto& c : cases) {
    UploadBlobRequest message;
    if (c.head) message.mutable_head();
    message.set_piece(std::string(c.bytes, 'x'));
    EXPECT_EQ(Fields(CheckMessage(message, c.first)), c.fields)
        << c.head << c.first << " " << c.bytes;
  }
}

TEST(BlobRules, Contents) {
  EXPECT_TRUE(CheckSize(16777216).ok());
  EXPECT_EQ(rpc::ReasonOf(CheckSize(16777217)), ERROR_REASON_BLOB_REFUSED);
  const struct {
    size_t bytes;
    const char *sum, *wanted;
    type::v1alpha::ErrorReason reason;
  } cases[] = {
      {1, "ab", "", ERROR_REASON_UNSPECIFIED},    {1, "ab", "ab", ERROR_REASON_UNSPECIFIED},
      {1, "ab", "AB", ERROR_REASON_UNSPECIFIED},  {1, "ab", "ac", ERROR_REASON_BLOB_REFUSED},
      {0, "ab", "ab", ERROR_REASON_BLOB_REFUSED}, {0, "ab", "", ERROR_REASON_BLOB_REFUSED},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(rpc::ReasonOf(CheckContent(c.bytes, c.sum, c.wanted)), c.reason)
        << c.bytes << " " << c.wanted;
  }
}

}  // namespace
}  // namespace lotse::blob
