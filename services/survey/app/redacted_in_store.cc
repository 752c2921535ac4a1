#include "services/survey/app/redacted_in_store.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/type/v1alpha/permission.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"
#include "runtime/types/utf8.h"
#include "services/survey/app/all_cases.h"
#include "services/survey/app/all_listed.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey {
namespace {

using qualitative::IndexedText;
using v1alpha::MaterialRelease;
using v1alpha::StudyCase;

// The words with a space in the place of each sign that an IndexedText refuses: positions stay.
std::string WithoutControls(absl::string_view words) {
  std::string without;
  while (!words.empty()) {
    const types::CodePoint c = types::DecodeFirst(words);
    const bool refused = !c.valid || types::IsControl(c.value);
    absl::StrAppend(&without, refused ? absl::string_view(" ") : words.substr(0, c.size));
    words.remove_prefix(c.size);
  }
  return without;
}

// Goes through the resources of one study inside a transaction over the store.
class StoreSearch {
 public:
  StoreSearch(resource::Tx* tx, const std::string& study, bool shows_releases,
              const qualitative::RedactedWordings& wordings, std::vector<FoundInStore>* found)
      : tx_(*tx),
        study_(study),
        shows_releases_(shows_releases),
        wordings_(wordings),
        found_(*found) {}

  absl::Status Run() {
    if (absl::Status s = GoThroughCases(); !s.ok()) return s;
    return GoThroughReleases();
  }

 private:
  absl::Status GoThroughCases() {
    return ForAllCases(tx_, study_, "", [this](const StudyCase& each) {
      const v1alpha::DocumentSource& document = each.document();
      absl::Status looked = LookAtTitle(each.name(), each.title(), /*shown=*/true);
      if (looked.ok()) looked = Look(each.name(), "document.citation", document.citation(), true);
      if (looked.ok()) looked = Look(each.name(), "document.found_at", document.found_at(), true);
      return looked;
    });
  }

  absl::Status GoThroughReleases() {
    resource::Page page;
    page.parent = study_;
    page.show_deleted = true;
    return ForAllListed(tx_, page,
                        &v1alpha::ListMaterialReleasesResponse::mutable_material_releases,
                        [this](const MaterialRelease& each) { return LookAtRelease(each); });
  }

  absl::Status LookAtRelease(const MaterialRelease& release) {
    absl::Status looked = LookAtTitle(release.name(), release.title(), shows_releases_);
    for (int i = 0; looked.ok() && i < release.themes_size(); ++i) {
      looked = Look(release.name(), absl::StrCat("themes[", i, "].label"),
                    release.themes(i).label(), shows_releases_);
    }
    for (int i = 0; looked.ok() && i < release.quotes_size(); ++i) {
      looked = Look(release.name(), absl::StrCat("quotes[", i, "].wording"),
                    release.quotes(i).wording(), shows_releases_);
    }
    return looked;
  }

  absl::Status LookAtTitle(const std::string& name, const type::v1alpha::Text& title, bool shown) {
    for (int i = 0; i < title.variants_size(); ++i) {
      const absl::Status looked =
          Look(name, absl::StrCat("title.variants[", i, "].text"), title.variants(i).text(), shown);
      if (!looked.ok()) return looked;
    }
    return absl::OkStatus();
  }

  absl::Status Look(const std::string& name, std::string field, const std::string& words,
                    bool shown) {
    if (words.empty()) return absl::OkStatus();
    const auto text = IndexedText::Make(WithoutControls(words));
    if (!text.ok()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                        "a title or a quote of this study cannot be read; it has to be restored "
                        "from a backup");
    }
    auto found = wordings_.FindIn(*text);
    if (!found.ok()) {
      return rpc::InvalidFields({{"replacements", std::string(found.status().message())}});
    }
    if (found->empty()) return absl::OkStatus();
    found_.push_back({name, std::move(field), *std::move(found), shown});
    return absl::OkStatus();
  }

  resource::Tx& tx_;
  const std::string& study_;
  const bool shows_releases_;
  const qualitative::RedactedWordings& wordings_;
  std::vector<FoundInStore>& found_;
};

}  // namespace

absl::StatusOr<std::vector<FoundInStore>> FindInStore(
    resource::Store& store, const OnBehalf& caller, const std::string& study,
    const qualitative::RedactedWordings& wordings) {
  const bool shows_releases =
      caller.cause.view.Opens(type::v1alpha::PERMISSION_MATERIAL_RELEASE, study);
  std::vector<FoundInStore> found;
  const absl::Status read = store.Read(caller.patience, [&](resource::Tx& tx) {
    found.clear();
    return StoreSearch(&tx, study, shows_releases, wordings, &found).Run();
  });
  if (!read.ok()) return read;
  return found;
}

}  // namespace lotse::survey
