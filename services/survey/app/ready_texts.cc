#include "services/survey/app/ready_texts.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey {
namespace {

using qualitative::StoredText;
using qualitative::StudyFiles;

// Of texts that do not say theirs.
constexpr absl::string_view kLanguage = "de";

// As which parts of a study they are kept.
std::string WordingPart(absl::string_view text_id) { return absl::StrCat("wording/", text_id); }
std::string WordsPart(absl::string_view text_id) { return absl::StrCat("words/", text_id); }
std::string SentencesPart(absl::string_view text_id) { return absl::StrCat("sentences/", text_id); }

absl::StatusOr<std::shared_ptr<const TextWording>> MakeWording(StoredText stored) {
  std::vector<qualitative::StoredTurn> turns = std::move(stored.turns);
  auto wording = WithPositions(std::move(stored));
  if (!wording.ok()) return wording.status();
  return std::make_shared<const TextWording>(*std::move(wording), std::move(turns));
}

absl::StatusOr<std::shared_ptr<const TextSentences>> MakeSentences(StoredText stored,
                                                                   absl::string_view language) {
  auto sentences = std::make_shared<TextSentences>();
  sentences->content_bytes = static_cast<int64_t>(stored.content.size());
  const auto wording = WithPositions(std::move(stored));
  if (!wording.ok()) return wording.status();
  sentences->spans = qualitative::Sentences(wording->text, language.empty() ? kLanguage : language);
  return sentences;
}

}  // namespace

size_t TextWording::bytes() const {
  return sizeof(*this) + wording.text.bytes() + turns.capacity() * sizeof(qualitative::StoredTurn);
}

TextWords::TextWords(const std::string& content) : index(absl::MakeConstSpan(&content, 1)) {}

size_t TextSentences::bytes() const {
  return sizeof(*this) + spans.capacity() * sizeof(qualitative::TextSpan);
}

absl::StatusOr<std::shared_ptr<const TextWording>> WordingOf(StudyFiles& files,
                                                             sql::Connection& connection,
                                                             const std::string& text_id) {
  const auto make = [&]() -> absl::StatusOr<std::shared_ptr<const TextWording>> {
    auto stored = qualitative::FindText(connection, text_id);
    if (!stored.has_value()) return std::shared_ptr<const TextWording>();
    return MakeWording(*std::move(stored));
  };
  return files.Ready<TextWording>(connection, WordingPart(text_id), make);
}

absl::StatusOr<SearchedText> ReadSearchedText(StudyFiles& files, const sql::Patience& patience,
                                              const std::string& text_id) {
  SearchedText ready;
  int64_t state = 0;
  std::optional<StoredText> stored;
  const absl::Status read = files.Read(patience, [&](sql::Connection& connection) {
    state = StudyFiles::StateOf(connection);
    ready.text = files.Kept<TextWording>(WordingPart(text_id), state);
    if (ready.text == nullptr) stored = qualitative::FindText(connection, text_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (ready.text == nullptr) {
    if (!stored.has_value()) return ready;
    auto made = MakeWording(*std::move(stored));
    if (!made.ok()) return made.status();
    ready.text = *std::move(made);
    files.Keep(WordingPart(text_id), state, ready.text);
  }
  ready.words = files.Kept<TextWords>(WordsPart(text_id), state);
  if (ready.words == nullptr) {
    ready.words = std::make_shared<const TextWords>(ready.text->wording.text.utf8());
    files.Keep(WordsPart(text_id), state, ready.words);
  }
  return ready;
}

absl::StatusOr<UncutTexts> ReadUncut(StudyFiles& files, sql::Connection& connection,
                                     const std::vector<AskedText>& texts) {
  UncutTexts uncut;
  uncut.state = StudyFiles::StateOf(connection);
  uncut.texts.reserve(texts.size());
  int64_t bytes = 0;
  for (const AskedText& text : texts) {
    UncutTexts::Text& one = uncut.texts.emplace_back();
    one.language = text.language;
    one.kept = files.Kept<TextSentences>(SentencesPart(text.text_id), uncut.state);
    if (one.kept == nullptr) {
      auto stored = qualitative::FindText(connection, text.text_id);
      // It was there a moment ago, in the same transaction.
      if (!stored.has_value()) return rpc::NotFound(text.text_id);
      one.stored = *std::move(stored);
    }
    bytes += one.kept != nullptr ? one.kept->content_bytes
                                 : static_cast<int64_t>(one.stored.content.size());
    if (bytes > kMaxAskedWording) return TooMuchAsked("32 MiB of text");
  }
  return uncut;
}

absl::StatusOr<std::vector<std::shared_ptr<const TextSentences>>> CutIntoSentences(
    StudyFiles& files, const sql::Patience& patience, UncutTexts uncut) {
  std::vector<std::shared_ptr<const TextSentences>> sentences;
  sentences.reserve(uncut.texts.size());
  for (UncutTexts::Text& text : uncut.texts) {
    if (text.kept == nullptr) {
      // What was cut before is kept: whoever comes again goes on here.
      if (patience.Over()) {
        return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
      }
      const std::string part = SentencesPart(text.stored.text_id);
      auto made = MakeSentences(std::move(text.stored), text.language);
      if (!made.ok()) return made.status();
      text.kept = *std::move(made);
      files.Keep(part, uncut.state, text.kept);
    }
    sentences.push_back(std::move(text.kept));
  }
  return sentences;
}

}  // namespace lotse::survey
