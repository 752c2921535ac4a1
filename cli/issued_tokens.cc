#include "cli/issued_tokens.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/csv.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"

namespace lotse::cli {

absl::StatusOr<IssuedTokens> IssuedTokens::Begin(const std::string& path,
                                                 const ViewOptions& options) {
  absl::StatusOr<NewFile> file = NewFile::Make(path);
  if (absl::IsAlreadyExists(file.status())) {
    return WithLine(
        file.status(),
        Show(Either(options.language,
                    "sie kann Tokens haben, von denen Lotse nur noch Hashwerte kennt; eine andere "
                    "Datei angeben",
                    "it may have tokens of which Lotse knows only hashes any more; give another "
                    "file"),
             options));
  }
  if (!file.ok()) return file.status();
  std::string header;
  types::AppendCsvRecord({"recipient", "token"}, &header);
  if (absl::Status s = file->Append(header); !s.ok()) {
    file->Discard();
    return s;
  }
  return IssuedTokens(*std::move(file), options);
}

IssuedTokens::IssuedTokens(NewFile file, const ViewOptions& options)
    : file_(std::move(file)), options_(options) {}

absl::Status IssuedTokens::Add(const survey::v1alpha::IssueInvitationsResponse& reply) {
  std::string table;
  int64_t issued = 0;
  for (const survey::v1alpha::IssuedInvitation& invitation : reply.invitations()) {
    if (invitation.token().empty()) continue;
    types::AppendCsvRecord({invitation.recipient(), invitation.token()}, &table);
    ++issued;
  }
  before_ += reply.invitations_size() - issued;
  absl::Status written = table.empty() ? absl::OkStatus() : file_.Append(table);
  if (written.ok()) {
    issued_ += issued;
    return written;
  }
  return WithLine(
      written,
      absl::StrCat(
          issued, " ",
          Show(Either(options_.language,
                      "Tokens wurden ausgegeben und konnten nicht geschrieben werden. Lotse kennt "
                      "sie nicht mehr: dieselbe Liste mit --reissue und einer anderen Datei noch "
                      "einmal senden",
                      "tokens were issued and could not be written. Lotse does not know them any "
                      "more: send the same list again with --reissue and another file"),
               options_)));
}

void IssuedTokens::End() {
  if (issued_ == 0) file_.Discard();
}

}  // namespace lotse::cli
