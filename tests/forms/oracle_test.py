"""The reference engine for XForms answers as its protocol says (oracle.mjs), so that what is
compared with it is compared with its answers and not with a fault of ours."""

import pathlib
import tempfile
import unittest

import oracle

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Klein</h:title><model>
  <itext><translation lang="de" default="true()"><text id="a"><value>Wie oft?</value></text>
  </translation><translation lang="en"><text id="a"><value>How often?</value></text></translation>
  </itext>
  <instance><data id="klein"><a/><b/><c/><d/><e/><p jr:template=""><n/></p></data></instance>
  <instance id="orte" src="jr://file-csv/orte.csv"/>
  <bind nodeset="/data/a" required="true()" type="string"/>
  <bind nodeset="/data/b" type="int" relevant="/data/a = 'x'" constraint=". &gt; 3"
        jr:constraintMsg="zu klein"/>
  <bind nodeset="/data/d" calculate="today()" type="string"/>
  <bind nodeset="/data/e" calculate="count(/data/p)" type="string"/></model></h:head><h:body>
  <input ref="/data/a"><label ref="jr:itext('a')"/></input>
  <input ref="/data/b"><label>B</label></input>
  <select ref="/data/c"><label>C</label><itemset nodeset="instance('orte')/root/item[land = 'N']">
    <value ref="name"/><label ref="label"/></itemset></select>
  <group ref="/data/p"><label>P</label><repeat nodeset="/data/p"><input ref="/data/p/n">
    <label>N</label></input></repeat></group></h:body></h:html>"""

PLACES = "name,label,land\nu,Uelzen,N\nc,Celle,N\nm,Mainz,R\n"


class Oracle(unittest.TestCase):
    def open(self, form=FORM):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name, "form.xml")
        path.write_text(form, encoding="utf-8")
        path.with_name("orte.csv").write_text(PLACES, encoding="utf-8")
        return oracle.Engine(path)

    def test_fills_a_form_in(self):
        with self.open() as engine:
            self.assertEqual(engine.loaded, {"languages": ["de", "en"], "warnings": []})
            before = engine.nodes()
            self.assertEqual(before["/data/a"]["label"], "Wie oft?")
            self.assertTrue(before["/data/a"]["required"])
            self.assertEqual(
                before["/data/a"]["violations"], [{"condition": "required", "message": None}]
            )
            self.assertFalse(before["/data/b"]["relevant"])
            self.assertEqual(
                before["/data/c"]["choices"],
                [{"value": "u", "label": "Uelzen"}, {"value": "c", "label": "Celle"}],
            )
            self.assertEqual(before["/data/d"]["value"], "2026-03-01")

            for command in (
                {"do": "set", "path": "/data/a", "value": "x"},
                {"do": "set", "path": "/data/b", "value": "2"},
                {"do": "set", "path": "/data/c", "value": "u c"},
                {"do": "add", "path": "/data/p"},
                {"do": "add", "path": "/data/p"},
                {"do": "set", "path": "/data/p[2]/n", "value": "zwei"},
                {"do": "language", "name": "en"},
            ):
                self.assertEqual(engine.ask(command), {}, command)
            filled = engine.nodes()
            self.assertEqual(filled["/data/a"]["label"], "How often?")
            self.assertEqual(filled["/data/a"]["violations"], [])
            self.assertTrue(filled["/data/b"]["relevant"])
            self.assertEqual(
                filled["/data/b"]["violations"],
                [{"condition": "constraint", "message": "zu klein"}],
            )
            self.assertEqual(filled["/data/c"]["value"], "u c")
            self.assertEqual(filled["/data/e"]["value"], "2")
            self.assertEqual(filled["/data/p"]["kind"], "repeat")

            self.assertEqual(engine.ask({"do": "remove", "path": "/data/p", "index": 1}), {})
            removed = engine.nodes()
            self.assertEqual(removed["/data/p[1]/n"]["value"], "zwei")
            self.assertNotIn("/data/p[2]", removed)

            self.assertEqual(engine.ask({"do": "new"}), {})
            self.assertEqual(engine.nodes()["/data/a"]["value"], "")
            self.assertEqual(engine.close(), 0)

    def test_a_command_that_fails_changes_nothing(self):
        with self.open() as engine:
            for command in (
                "nonsense",
                {"do": "dance"},
                {"do": "set", "path": "/data/x", "value": "1"},
                {"do": "set", "path": "/data/a", "value": 1},
                {"do": "set", "path": "/data/d", "value": "1"},
                {"do": "add", "path": "/data/a"},
                {"do": "remove", "path": "/data/p", "index": 1},
                {"do": "language", "name": "fr"},
            ):
                self.assertEqual(list(engine.ask(command)), ["error"], command)
            self.assertEqual(engine.nodes()["/data/a"]["value"], "")

    def test_a_form_that_is_wrong_is_said_so(self):
        with self.open("<html/>") as engine:
            self.assertEqual(list(engine.loaded), ["error"])
            self.assertEqual(engine.close(), 1)


if __name__ == "__main__":
    unittest.main()
