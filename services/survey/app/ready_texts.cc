#include "services/survey/app/ready_texts.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey {
namespace {

using qualitative::StudyFiles;

// Of texts that do not say theirs.
constexpr absl::string_view kLanguage = "de";

}  // namespace

size_t TextWording::bytes() const {
  // With a mark for every 64 code points, and what lies inside of signs.
  return sizeof(*this) + wording.text.utf8().capacity() + wording.text.utf8().size() / 8 +
         turns.capacity() * sizeof(qualitative::StoredTurn);
}

TextWords::TextWords(const std::string& content)
    : index(absl::MakeConstSpan(&content, 1)), content_bytes(content.size()) {}

size_t TextSentences::bytes() const {
  return sizeof(*this) + spans.capacity() * sizeof(qualitative::TextSpan);
}

absl::StatusOr<std::shared_ptr<const TextWording>> WordingOf(StudyFiles& files,
                                                             sql::Connection& connection,
                                                             const std::string& text_id) {
  const auto make = [&]() -> absl::StatusOr<std::shared_ptr<const TextWording>> {
    auto stored = qualitative::FindText(connection, text_id);
    if (!stored.has_value()) return std::shared_ptr<const TextWording>();
    std::vector<qualitative::StoredTurn> turns = std::move(stored->turns);
    auto wording = WithPositions(*std::move(stored));
    if (!wording.ok()) return wording.status();
    return std::make_shared<const TextWording>(*std::move(wording), std::move(turns));
  };
  return files.Ready<TextWording>(connection, absl::StrCat("wording/", text_id), make);
}

absl::StatusOr<std::shared_ptr<const TextWords>> WordsOf(StudyFiles& files,
                                                         sql::Connection& connection,
                                                         const std::string& text_id,
                                                         const TextWording& text) {
  const auto make = [&]() -> absl::StatusOr<std::shared_ptr<const TextWords>> {
    return std::make_shared<const TextWords>(text.wording.text.utf8());
  };
  return files.Ready<TextWords>(connection, absl::StrCat("words/", text_id), make);
}

absl::StatusOr<std::shared_ptr<const TextSentences>> SentencesOf(StudyFiles& files,
                                                                 sql::Connection& connection,
                                                                 const AskedText& text) {
  const auto make = [&]() -> absl::StatusOr<std::shared_ptr<const TextSentences>> {
    auto stored = qualitative::FindText(connection, text.text_id);
    // It was there a moment ago, in the same transaction.
    if (!stored.has_value()) return rpc::NotFound(text.text_id);
    auto sentences = std::make_shared<TextSentences>();
    sentences->content_bytes = static_cast<int64_t>(stored->content.size());
    const auto wording = WithPositions(*std::move(stored));
    if (!wording.ok()) return wording.status();
    const absl::string_view language = text.language;
    sentences->spans =
        qualitative::Sentences(wording->text, language.empty() ? kLanguage : language);
    return sentences;
  };
  return files.Ready<TextSentences>(connection, absl::StrCat("sentences/", text.text_id), make);
}

}  // namespace lotse::survey
