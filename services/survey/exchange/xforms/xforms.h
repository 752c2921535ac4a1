#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// Largest XForm that is read, in bytes, and largest questionnaire that is made of one: what a
// message of gRPC may have.
inline constexpr std::size_t kMaxXformsBytes = 4u << 20;

// Reads a form of ODK XForms 1.0.0 (https://getodk.github.io/xforms-spec). INVALID_ARGUMENT with
// what would be right, and the line where there is one, if `xml` is not well-formed, no XForm,
// larger than kMaxXformsBytes, or would become larger than that; whatever else is wrong is a
// finding.
//
// How a form is mapped:
// * The tree is that of the primary instance, in the order of the body. Nodes without a control
//   stay where they are: CALCULATION, METADATA or HIDDEN. Of `meta` only `instanceName` and
//   `audit` are taken over.
// * A top-level group is a section. A top-level group of the body without `ref` is a section
//   without code; deeper ones are left out with a WARNING.
// * Expressions name nodes as `${code}`. A path stays relative if it leaves a repeat and enters it
//   again (all instances), if it leads to the repeat itself (this instance), and in a predicate.
// * Texts have the variants of `itext` that are not `-`, the default language first and the others
//   by their tags; texts without `itext` have the default language, or `und`.
// * Secondary instances are option lists, with the columns `name` and `label` and all others.
// * `odk-instance-first-load` and `odk-new-repeat` give an initial value, `xforms-value-changed` a
//   calculation with a trigger.
// * Bind types and attributes of controls without a field of their own are settings.
absl::StatusOr<ImportResult> ReadXforms(absl::string_view xml);

// Writes a questionnaire as such a form, in UTF-8. The same questionnaire gives the same bytes, and
// ReadXforms gives back what was read from a form. INVALID_ARGUMENT with the place if an expression
// names a code that does not exist or is not one, or if a name cannot be one of XML.
//
// Not written, because XForms has nothing like it: class bounds, the mark of special categories,
// the longest text and the largest file, settings that are not of XForms, and variants of the title
// but the first. A matrix becomes a group of single choices; `relevant_if`, `minimum` and
// `maximum` become expressions.
absl::StatusOr<std::string> WriteXforms(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
