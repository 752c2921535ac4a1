#include "services/survey/app/study_image.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/material/codebook_rows.h"

namespace lotse::survey {
namespace {

using qualitative::Codebook;
using qualitative::CodeTree;
using qualitative::StoredCoding;
using qualitative::StudyFiles;
using v1alpha::StudyCase;

// Up to so many codes their codings are looked up one code after the other; those of more are
// found along the texts.
constexpr int64_t kMostLookedUp = 100;

// As which parts of a study they are kept.
constexpr char kPart[] = "marks";
constexpr char kAskedPart[] = "asked by code";

// That codings of some codes were asked for in all cases.
struct AskedByCode final : qualitative::MadeReady {
  explicit AskedByCode(bool again) : whole_was_read(again) {}
  size_t bytes() const override { return sizeof(*this); }

  // Whether the whole study was read for it, or it was at least begun.
  bool whole_was_read;
};

absl::StatusOr<Codebook> ReadCodes(sql::Connection* connection) {
  Codebook all;
  if (connection == nullptr) return all;
  for (const auto& named : qualitative::AllCodebooks(*connection)) {
    const auto codebook = ParseCodebook(named.codebook);
    if (!codebook.ok()) return codebook.status();
    for (const v1alpha::StudyCode& code : codebook->codes()) {
      qualitative::Code& one = all.codes.emplace_back();
      one.id = CodeKey(named.codebook_id, LastPart(code.name()));
      if (!code.parent().empty()) one.parent = CodeKey(named.codebook_id, code.parent());
      one.codable = code.codable();
    }
  }
  return all;
}

// All texts that there are, whoever asks.
StudyScope ScopeOfAll(sql::Connection& connection) {
  std::vector<StudyCase> cases;
  for (const std::string& case_id : qualitative::CasesWithMaterial(connection)) {
    cases.emplace_back().set_name(case_id);
  }
  return StudyScope::OfAll(cases);
}

// Reads an image inside a transaction over the material.
class ImageReader {
 public:
  ImageReader(sql::Connection* connection, SeesCoder sees)
      : connection_(*connection), sees_(sees), image_(std::make_shared<StudyImage>()) {}

  absl::Status Read(Codebook codes, std::vector<AskedText> texts,
                    const std::vector<std::string>& keys) {
    image_->codes = std::move(codes);
    if (absl::Status s = ReadTurns(std::move(texts)); !s.ok()) return s;
    if (absl::Status s = ReadCodings(WantedCodes(image_->codes, keys), !keys.empty()); !s.ok()) {
      return s;
    }
    NumberCoders();
    PutInOrder();
    return absl::OkStatus();
  }
  std::shared_ptr<const StudyImage> Image() && { return std::move(image_); }

 private:
  absl::Status ReadTurns(std::vector<AskedText> texts) {
    std::sort(texts.begin(), texts.end(), [](const AskedText& a, const AskedText& b) {
      return std::tie(a.case_id, a.text_id) < std::tie(b.case_id, b.text_id);
    });
    size_t turns = 0;
    image_->texts.reserve(texts.size());
    for (AskedText& text : texts) {
      StudyImage::Text& made = image_->texts.emplace_back();
      made.text_id = std::move(text.text_id);
      made.case_id = std::move(text.case_id);
      made.language = std::move(text.language);
      made.revision = text.revision;
      made.code_points = text.code_points;
      made.turns = qualitative::TurnsOfText(connection_, made.text_id);
      made.turns.shrink_to_fit();
      turns += made.turns.size();
      if (turns > kMaxAskedTurns) return TooMuchAsked("500,000 turns");
    }
    return absl::OkStatus();
  }

  absl::Status ReadCodings(const std::vector<bool>& wanted, bool some) {
    const CodeTree tree(image_->codes);
    for (size_t i = 0; i < image_->texts.size(); ++i) {
      texts_[image_->texts[i].text_id] = static_cast<int>(i);
    }
    const auto count = std::count(wanted.begin(), wanted.end(), true);
    if (some && count <= kMostLookedUp) {
      for (size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i]) continue;
        const std::string& key = image_->codes.codes[i].id;
        const absl::Status taken = Take(tree, wanted, qualitative::CodingsOfCode(connection_, key));
        if (!taken.ok()) return taken;
      }
      return absl::OkStatus();
    }
    for (const StudyImage::Text& text : image_->texts) {
      const absl::Status taken =
          Take(tree, wanted, qualitative::CodingsOfText(connection_, text.text_id));
      if (!taken.ok()) return taken;
    }
    return absl::OkStatus();
  }

  absl::Status Take(const CodeTree& tree, const std::vector<bool>& wanted,
                    std::vector<StoredCoding> read) {
    for (StoredCoding& coding : read) {
      const auto text = texts_.find(coding.text_id);
      const int code = tree.IndexOf(coding.code_id);
      if (text == texts_.end() || code < 0 || !wanted[static_cast<size_t>(code)]) continue;
      if (!sees_(coding.coder)) continue;
      const auto [coder, is_new] =
          coders_.try_emplace(coding.coder, static_cast<int>(image_->coders.size()));
      if (is_new) image_->coders.push_back(coding.coder);
      StudyImage::Mark& made = image_->codings.emplace_back();
      made.coding_id = std::move(coding.coding_id);
      made.text = text->second;
      made.code = code;
      made.coder = coder->second;
      made.span = coding.span;
      made.create_time = coding.create_time;
    }
    if (image_->codings.size() > kMaxAskedCodings) return TooMuchAsked("200,000 codings");
    return absl::OkStatus();
  }

  // Puts the coders in the order of their names.
  void NumberCoders() {
    std::vector<int> by_name(image_->coders.size());
    std::iota(by_name.begin(), by_name.end(), 0);
    std::sort(by_name.begin(), by_name.end(), [&](int a, int b) {
      return image_->coders[static_cast<size_t>(a)] < image_->coders[static_cast<size_t>(b)];
    });
    std::vector<int> numbers(by_name.size());
    for (size_t i = 0; i < by_name.size(); ++i) {
      numbers[static_cast<size_t>(by_name[i])] = static_cast<int>(i);
    }
    std::sort(image_->coders.begin(), image_->coders.end());
    for (StudyImage::Mark& mark : image_->codings) {
      mark.coder = numbers[static_cast<size_t>(mark.coder)];
    }
  }

  void PutInOrder() {
    std::vector<StudyImage::Mark>& codings = image_->codings;
    const auto key = [](const StudyImage::Mark& mark) {
      return std::tie(mark.text, mark.span.begin, mark.span.end, mark.code, mark.coder,
                      mark.coding_id);
    };
    const auto is_before = [&](const StudyImage::Mark& a, const StudyImage::Mark& b) {
      return key(a) < key(b);
    };
    if (!std::is_sorted(codings.begin(), codings.end(), is_before)) {
      std::sort(codings.begin(), codings.end(), is_before);
    }
    codings.shrink_to_fit();
    size_t next = 0;
    for (size_t text = 0; text < image_->texts.size(); ++text) {
      image_->texts[text].codings.first = next;
      while (next < codings.size() && codings[next].text == static_cast<int>(text)) ++next;
      image_->texts[text].codings.second = next;
    }
  }

  sql::Connection& connection_;
  const SeesCoder sees_;
  std::shared_ptr<StudyImage> image_;
  absl::flat_hash_map<std::string, int> texts_;
  absl::flat_hash_map<std::string, int> coders_;
};

// All of a study, or that it is too large: that is counted first, for what is read up to a limit is
// read in vain.
absl::StatusOr<std::shared_ptr<const StudyImage>> ReadWhole(sql::Connection& connection) {
  auto too_large = std::make_shared<StudyImage>();
  too_large->is_too_large = true;
  const MaterialSize size = {qualitative::CountTexts(connection),
                             qualitative::CountTurns(connection),
                             qualitative::CountCodings(connection)};
  if (!FitsImage(size)) return too_large;
  auto image =
      ReadImage(&connection, [](absl::string_view) { return true; }, ScopeOfAll(connection), {});
  if (absl::IsInvalidArgument(image.status())) return too_large;
  return image;
}

// Whether a request reads all of a study that is not kept. For some places never. For some codes
// all texts are looked through, which is less than all there is, but more than that if it is done
// twice: so the second time. If that does not come to its end, for want of time perhaps, it is not
// tried again in this state, in which less may still do.
bool TakesWhole(StudyFiles& files, int64_t state, const StudyScope& scope,
                const std::vector<std::string>& codes) {
  if (!scope.takes_all()) return false;
  if (codes.empty()) return true;
  const auto before = files.Kept<AskedByCode>(kAskedPart, state);
  if (before != nullptr && before->whole_was_read) return false;
  files.Keep(kAskedPart, state, std::make_shared<const AskedByCode>(before != nullptr));
  return before != nullptr;
}

}  // namespace

size_t StudyImage::bytes() const {
  size_t size = sizeof(*this) + codings.capacity() * sizeof(Mark);
  for (const Mark& mark : codings) size += mark.coding_id.capacity();
  for (const Text& text : texts) {
    size += sizeof(text) + text.text_id.capacity() + text.case_id.capacity() +
            text.turns.capacity() * sizeof(qualitative::StoredTurn);
  }
  for (const qualitative::Code& code : codes.codes) {
    size += sizeof(code) + code.id.capacity() + code.parent.capacity();
  }
  return size;
}

std::pair<size_t, size_t> StudyImage::TextsOf(absl::string_view case_id) const {
  const auto first = std::partition_point(texts.begin(), texts.end(),
                                          [&](const Text& text) { return text.case_id < case_id; });
  auto last = first;
  while (last != texts.end() && last->case_id == case_id) ++last;
  return {static_cast<size_t>(first - texts.begin()), static_cast<size_t>(last - texts.begin())};
}

StoredCoding StudyImage::CodingAt(size_t number) const {
  const Mark& mark = codings[number];
  return {mark.coding_id,
          texts[static_cast<size_t>(mark.text)].text_id,
          mark.span,
          codes.codes[static_cast<size_t>(mark.code)].id,
          coders[static_cast<size_t>(mark.coder)],
          mark.create_time};
}

std::vector<bool> WantedCodes(const Codebook& codebook, const std::vector<std::string>& keys) {
  const absl::flat_hash_set<std::string> wanted(keys.begin(), keys.end());
  std::vector<bool> flags(codebook.codes.size(), wanted.empty());
  if (wanted.empty()) return flags;
  const CodeTree tree(codebook);
  for (size_t i = 0; i < flags.size(); ++i) {
    int at = static_cast<int>(i);
    while (at >= 0 && !wanted.contains(codebook.codes[static_cast<size_t>(at)].id)) {
      at = tree.ParentOf(at);
    }
    flags[i] = at >= 0;
  }
  return flags;
}

absl::StatusOr<std::shared_ptr<const StudyImage>> ReadImage(sql::Connection* connection,
                                                            SeesCoder sees, const StudyScope& scope,
                                                            const std::vector<std::string>& codes) {
  auto codebook = ReadCodes(connection);
  if (!codebook.ok()) return codebook.status();
  auto texts = ReadTexts(connection, scope);
  if (!texts.ok()) return texts.status();
  if (connection == nullptr) return std::make_shared<const StudyImage>();
  ImageReader reader(connection, sees);
  const absl::Status read = reader.Read(*std::move(codebook), *std::move(texts), codes);
  if (!read.ok()) return read;
  return std::move(reader).Image();
}

bool FitsImage(const MaterialSize& size) {
  return size.texts <= static_cast<int64_t>(kMaxAskedTexts) &&
         size.turns <= static_cast<int64_t>(kMaxAskedTurns) &&
         size.codings <= static_cast<int64_t>(kMaxAskedCodings);
}

absl::StatusOr<std::shared_ptr<const StudyImage>> ImageFor(StudyFiles& files,
                                                           sql::Connection& connection,
                                                           SeesCoder sees, const StudyScope& scope,
                                                           const std::vector<std::string>& codes) {
  const int64_t state = StudyFiles::StateOf(connection);
  auto whole = files.Kept<StudyImage>(kPart, state);
  if (whole == nullptr && TakesWhole(files, state, scope, codes)) {
    auto read = ReadWhole(connection);
    if (!read.ok()) return read;
    whole = *std::move(read);
    files.Keep(kPart, state, whole);
  }
  if (whole != nullptr && !whole->is_too_large) return whole;
  return ReadImage(&connection, sees, scope, codes);
}

}  // namespace lotse::survey
